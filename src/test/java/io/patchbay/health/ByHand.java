package io.patchbay.health;

import org.springframework.context.ApplicationContext;

/** The rounds of the engine, made when a test says so. */
public record ByHand(ApplicationContext program) {
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
