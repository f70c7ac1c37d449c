package io.patchbay.database;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Enters one owner's rows. Everything that reads or writes a tenant's row runs inside {@link
 * #within} (or, where one round trip is all a page may take, inside {@link OneTrip}); outside of
 * both, row-level security shows nothing.
 */
@Component
public class Tenancy {
  private final TransactionTemplate transactions;
  private final JdbcClient sql;

  Tenancy(DataSource app, DataSourceTransactionManager manager) {
    this.transactions = new TransactionTemplate(manager);
    this.sql = JdbcClient.create(app);
  }

  /**
   * Runs the work in a transaction that sees this scope's rows alone. Work inside of work joins the
   * same transaction, and must ask for the same scope.
   */
  public <T> T within(Scope scope, Supplier<T> work) {
    var outer = (Scope) TransactionSynchronizationManager.getResource(this);
    if (outer != null) {
      if (!outer.equals(scope)) {
        throw new IllegalStateException(
            "Already inside the rows of " + outer + ", asked for " + scope);
      }
      return work.get();
    }
    return transactions.<T>execute(status -> {
      TransactionSynchronizationManager.bindResource(this, scope);
      try {
        enter(scope);
        return work.get();
      } finally {
        TransactionSynchronizationManager.unbindResource(this);
      }
    });
  }

  public void within(Scope scope, Runnable work) {
    within(
        scope,
        () -> {
          work.run();
          return true;
        });
  }

  private void enter(Scope scope) {
    sql.sql("select set_config('app.workspace', ?, true), set_config('app.person', ?, true)")
        .param(scope.workspace() == null ? "" : scope.workspace().toString())
        .param(scope.person() == null ? "" : scope.person().toString())
        .query()
        .singleRow();
  }
}
