package io.patchbay.testing;

import io.patchbay.providers.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * The places at which a program may die, counted as they are passed: before and after each commit,
 * and before and after each call to a provider. At the one that was named the JVM is halted, with
 * nothing cleaned up.
 */
final class CrashPoints implements BeanPostProcessor {
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  /** Dies at the point of this number, counted from now and from 1. */
  void at(int point) {
    left.set(point);
  }

  private void pass() {
    if (left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(1);
    }
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return switch (bean) {
      case DataSourceTransactionManager it -> new Dying(it, this);
      case Provider it when name.equals("takingTurns") -> dying(it);
      default -> bean;
    };
  }

  private Object dying(Provider provider) {
    return Proxy.newProxyInstance(
        Provider.class.getClassLoader(),
        new Class<?>[] {Provider.class},
        (proxy, method, values) -> {
          boolean asks = method.getName().equals("refresh") || method.getName().equals("check");
          try {
            if (asks) {
              pass();
            }
            return method.invoke(provider, values);
          } catch (InvocationTargetException wrong) {
            throw wrong.getCause();
          } finally {
            if (asks) {
              pass();
            }
          }
        });
  }

  private static final class Dying extends DataSourceTransactionManager {
    private static final long serialVersionUID = 1;
    private final transient CrashPoints points;

    Dying(DataSourceTransactionManager like, CrashPoints points) {
      super(Objects.requireNonNull(like.getDataSource()));
      this.points = points;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      points.pass();
      super.doCommit(status);
      points.pass();
    }
  }
}
