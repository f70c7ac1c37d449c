package io.patchbay.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says a refusal plainly, without a stack trace. */
class DatabaseRefusedAnalysis extends AbstractFailureAnalyzer<DatabaseRefused> {
  @Override
  protected FailureAnalysis analyze(Throwable root, DatabaseRefused refused) {
    return new FailureAnalysis(refused.getMessage(), null, refused);
  }
}
