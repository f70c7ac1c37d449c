package io.patchbay.benchmarks;

/**
 * One measured thing and what it should be.
 *
 * @param target nothing promised where empty
 */
record Figure(String what, double value, String unit, String target, boolean met) {
  static Figure atLeast(String what, double value, String unit, double target) {
    return new Figure(what, value, unit, "at least " + plain(target), value >= target);
  }

  static Figure atMost(String what, double value, String unit, double target) {
    return new Figure(what, value, unit, "at most " + plain(target), value <= target);
  }

  static Figure noted(String what, double value, String unit) {
    return new Figure(what, value, unit, "", true);
  }

  String verdict() {
    return target.isEmpty() ? "" : met ? "ok" : "missed";
  }

  String shown() {
    return plain(value) + (unit.isEmpty() ? "" : " " + unit);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? "%,d".formatted((long) value)
        : value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
  }
}
