package io.patchbay.sources;

import io.patchbay.setup.WizardPage;
import io.patchbay.shell.Frame;
import java.util.List;

/** What can be chosen for one linked thing. */
public record ConfigurePage(
    Frame frame, String title, List<WizardPage.Question> questions, String back) {}
