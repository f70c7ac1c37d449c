package io.patchbay.shell;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it plainly, without a stack trace. */
class BadSettingAnalysis extends AbstractFailureAnalyzer<BadSetting> {
  @Override
  protected FailureAnalysis analyze(Throwable root, BadSetting bad) {
    return new FailureAnalysis(bad.getMessage(), null, bad);
  }
}
