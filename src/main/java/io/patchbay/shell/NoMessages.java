package io.patchbay.shell;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Everything that Patchbay says is in {@link Phrases}; the framework's own way has nothing to say.
 * Its usual stand-in would list the JDK's thousand languages at each start.
 */
@Component(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME)
final class NoMessages implements MessageSource {
  @Override
  public @Nullable String getMessage(
      String code, Object @Nullable [] args, @Nullable String otherwise, @Nullable Locale locale) {
    return otherwise;
  }

  @Override
  public String getMessage(String code, Object @Nullable [] args, @Nullable Locale locale) {
    throw new NoSuchMessageException(code);
  }

  @Override
  public String getMessage(MessageSourceResolvable resolvable, @Nullable Locale locale) {
    var otherwise = resolvable.getDefaultMessage();
    if (otherwise == null) {
      throw new NoSuchMessageException(resolvable.toString());
    }
    return otherwise;
  }
}
