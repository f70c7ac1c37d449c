package io.patchbay.database;

import java.util.function.ToIntFunction;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads the same settings as a start does, from the same places, and starts nothing. */
public final class SettingsAlone {
  private SettingsAlone() {}

  /**
   * @param command what to do with the settings; answers the exit code
   */
  public static int run(String[] args, ToIntFunction<ConfigurableEnvironment> command) {
    SpringApplication settings =
        new SpringApplicationBuilder(NoBeans.class)
            .web(WebApplicationType.NONE)
            .logStartupInfo(false)
            .build();
    settings.setListeners(
        settings.getListeners().stream().filter(it -> !(it instanceof DatabaseStart)).toList());
    try (var context = settings.run(args)) {
      return command.applyAsInt(context.getEnvironment());
    }
  }

  static class NoBeans {}
}
