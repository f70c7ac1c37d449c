package io.patchbay.vault;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says a refusal in its one sentence, without a stack trace. */
class NotStartedAnalysis extends AbstractFailureAnalyzer<MasterKey.NotStarted> {
  @Override
  protected FailureAnalysis analyze(Throwable root, MasterKey.NotStarted refused) {
    return new FailureAnalysis(String.valueOf(refused.getMessage()), null, refused);
  }
}
