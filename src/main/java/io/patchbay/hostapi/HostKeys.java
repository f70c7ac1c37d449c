package io.patchbay.hostapi;

import io.patchbay.members.NotFound;
import io.patchbay.shell.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Nothing of the API is answered without a key, not even that there is nothing. */
@Configuration(proxyBeanMethods = false)
class HostKeys implements WebMvcConfigurer {
  static final String OFFERED = HostKey.class.getName();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new Demanded()).addPathPatterns("/api/**");
  }

  /** The refusal of a key that is missing, malformed, unknown or ended: one and the same. */
  static Problem refusal(HttpServletResponse response) {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    return new Problem(401, "host_key_invalid");
  }

  /** What is not there is asked for a key, too. */
  @RestController
  static class NothingElse {
    @RequestMapping("/api/**")
    void notHere() {
      throw new NotFound();
    }
  }

  private static final class Demanded implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      var offered =
          HostKey.offered(request.getHeader(HttpHeaders.AUTHORIZATION))
              .orElseThrow(() -> refusal(response));
      request.setAttribute(OFFERED, offered);
      return true;
    }
  }
}
