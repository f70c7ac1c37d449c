package io.patchbay.authorization;

import io.patchbay.shell.Frame;
import java.util.List;

/**
 * Asks once more before something ends.
 *
 * @param stops what stops, for whom, in sentences
 * @param action where the form posts
 */
public record EndPage(
    Frame frame,
    String title,
    List<String> stops,
    String action,
    String button,
    boolean risk,
    String back) {}
