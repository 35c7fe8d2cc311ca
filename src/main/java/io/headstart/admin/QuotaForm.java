package io.headstart.admin;

import io.headstart.platform.problem.Problem;
import io.headstart.quota.TeamQuota;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits as an admin writes them; what was written comes back with the page.
 *
 * @param slots at once
 * @param guaranteed of these
 * @param queued jobs that may wait
 * @param hours longest run
 * @param month slot-hours a month; empty: any number
 * @param storage GB; empty: as it is
 */
record QuotaForm(
    String slots, String guaranteed, String queued, String hours, String month, String storage) {
  static final QuotaForm EMPTY = new QuotaForm("", "", "", "", "", "");

  private static final long GB = 1_000_000_000L;

  static QuotaForm of(
      @Nullable String slots,
      @Nullable String guaranteed,
      @Nullable String queued,
      @Nullable String hours,
      @Nullable String month,
      @Nullable String storage) {
    return new QuotaForm(
        said(slots), said(guaranteed), said(queued), said(hours), said(month), said(storage));
  }

  static QuotaForm of(TeamQuota quota, long storage) {
    return new QuotaForm(
        Integer.toString(quota.slots()),
        Integer.toString(quota.guaranteed()),
        Integer.toString(quota.queuedJobs()),
        decimal(quota.longest().toMinutes() / 60.0),
        quota.hoursPerMonth() == null ? "" : quota.hoursPerMonth().toString(),
        decimal(storage / (double) GB));
  }

  /** The limits; each field that is no number becomes a fault. */
  TeamQuota quota(List<Problem.Item> faults) {
    return new TeamQuota(
        number("slots", slots, faults),
        number("guaranteed", guaranteed, faults),
        number("queued", queued, faults),
        Duration.ofMinutes(Math.round(real("hours", hours, faults) * 60)),
        month.isEmpty() ? null : (Integer) number("month", month, faults));
  }

  /** Bytes, or null when nothing was written. */
  @Nullable Long bytes(List<Problem.Item> faults) {
    return storage.isEmpty() ? null : (Long) Math.round(real("storage", storage, faults) * GB);
  }

  private static int number(String field, String text, List<Problem.Item> faults) {
    if (!text.matches("\\d{1,7}")) {
      faults.add(new Problem.Item(field, field + " must be a whole number.", "Use 0 or more."));
      return 0;
    }
    return Integer.parseInt(text);
  }

  private static double real(String field, String text, List<Problem.Item> faults) {
    if (!text.matches("\\d{1,7}([.]\\d{1,3})?")) {
      faults.add(new Problem.Item(field, field + " must be a number.", "Use 0 or more."));
      return 1;
    }
    return Double.parseDouble(text);
  }

  private static String decimal(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String said(@Nullable String text) {
    return Objects.requireNonNullElse(text, "").strip();
  }
}
