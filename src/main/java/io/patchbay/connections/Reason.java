package io.patchbay.connections;

import java.util.Locale;

/**
 * Why a status is what it is. Each reason belongs to one row of the status table; the row's number
 * is its priority, the first that matches speaks.
 */
public enum Reason {
  DISABLED(1),
  LOGIN_EXPIRED(2),
  WRONG_ACCOUNT(2),
  REFRESH_INTERRUPTED(2),
  ENDED_BY_OPERATOR(2),
  MISSING_PERMISSION(3),
  WEBHOOK_SIGNATURES_WRONG(4),
  WEBHOOK_SILENT(4),
  APP_MISCONFIGURED(5),
  PROVIDER_OUTAGE(5),
  RATE_LIMITED(5),
  SYNC_FAILING(5),
  RESOURCE_VANISHED(5),
  NOT_CHECKED_LATELY(5),
  NOTHING_CONNECTED(6),
  STEP_OPEN(7),
  NEVER_CHECKED(7),
  WORKING(8);

  private final int row;

  Reason(int row) {
    this.row = row;
  }

  public int row() {
    return row;
  }

  public Label label() {
    return switch (row) {
      case 1 -> Label.DISABLED;
      case 6 -> Label.NOT_SET_UP;
      case 7 -> Label.IN_PROGRESS;
      case 8 -> Label.CONNECTED;
      default -> Label.NEEDS_ATTENTION;
    };
  }

  /** Whether this is trouble of one connection: rows 2 to 5. */
  public boolean failing() {
    return row >= 2 && row <= 5;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
