package io.patchbay.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * Starts the database as soon as the settings are known, while the application context is still
 * being made; whoever asks for a data source waits for it.
 */
public final class DatabaseStart
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
  private final CompletableFuture<OpenDatabase> opening;

  public DatabaseStart() {
    opening = new CompletableFuture<>();
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
      return; // the build looks at the beans and makes none
    }
    var settings = DatabaseSettings.of(event.getEnvironment());
    begin(settings);
    event
        .getBootstrapContext()
        .addCloseListener(closed ->
            closed
                .getApplicationContext()
                .getBeanFactory()
                .registerSingleton("databaseStart", this));
  }

  DatabaseStart begin(DatabaseSettings settings) {
    Thread.ofPlatform()
        .name("database-start")
        .start(() -> {
          try {
            opening.complete(OpenDatabase.open(settings));
          } catch (Throwable e) {
            opening.completeExceptionally(e);
          }
        });
    // After every context is closed, and also when none ever was.
    SpringApplication.getShutdownHandlers()
        .add(() -> opening.thenAccept(OpenDatabase::close).exceptionally(failed -> null).join());
    return this;
  }

  OpenDatabase database() {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
