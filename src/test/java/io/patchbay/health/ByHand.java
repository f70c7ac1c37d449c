package io.patchbay.health;

import java.time.InstantSource;
import java.util.function.IntUnaryOperator;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rounds of the engine, made when a test says so. */
public record ByHand(ApplicationContext program) {

  /** Claims as many due checks as it is told, and answers how many they were. */
  public static IntUnaryOperator claims(JdbcClient engine) {
    var due = new DueChecks(engine, InstantSource.system());
    return atMost -> due.claim(atMost).size();
  }

  public void checkAll() {
    program.getBean(DueWork.class).checkAll();
  }

  public void renewAll() {
    program.getBean(DueWork.class).renewAll();
  }

  /** Until nothing that a round started is under way. */
  public void rest() {
    program.getBean(DueWork.class).rest();
  }

  public void probe() {
    program.getBean(DueWork.class).probe();
  }
}
