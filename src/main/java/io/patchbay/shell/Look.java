package io.patchbay.shell;

import java.util.Optional;

/**
 * What every page of this start shares.
 *
 * @param css address of the style sheet
 * @param js address of the script
 * @param mark address of the picture in the browser's tab
 * @param sandbox who stands in for the providers, if anybody does
 */
record Look(String css, String js, String mark, Optional<SandboxAddress> sandbox) {}
