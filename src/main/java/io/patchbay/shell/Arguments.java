package io.patchbay.shell;

import io.patchbay.members.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands a controller the {@link Visit}, who {@link SignedIn}, and the {@link Words}. */
final class Arguments implements HandlerMethodArgumentResolver {
  private final Visits visits;

  Arguments(Visits visits) {
    this.visits = visits;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Visit.class || type == SignedIn.class || type == Words.class;
  }

  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    var request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
    Class<?> type = parameter.getParameterType();
    if (type == SignedIn.class) {
      return signedIn(request);
    }
    if (type == Words.class) {
      return visits.words(request);
    }
    return visits.of(
        request, Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class)));
  }

  private static SignedIn signedIn(HttpServletRequest request) {
    SignedIn who = SessionFilter.who(request);
    if (who == null) {
      throw new IllegalStateException(
          "Nobody is signed in at " + request.getRequestURI() + ", which is open: take a Visit");
    }
    return who;
  }
}
