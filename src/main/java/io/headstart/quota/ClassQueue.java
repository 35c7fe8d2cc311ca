package io.headstart.quota;

import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.TeamRef;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The queue of one class of capacity during one admission.
 *
 * <p>When a request can't begin, the moment is computed at which its slots are free at the latest
 * (every holder gives back after its longest run). A later request passes only if it fits beside it
 * at that moment, or has given its slots back by then.
 */
final class ClassQueue {
  /** A fresh holder counts as if it had run this long, so that teams take turns. */
  private static final double CHARGE_SECONDS = 600;

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private final Admission.Books books;
  private final String slotClass;
  private final int capacity;
  private final List<Admission.Held> held;
  private final Map<TeamRef, Integer> heldBy = new HashMap<>();
  private final Map<TeamRef, Double> used = new HashMap<>();
  private final List<Admission.Request> waitForCapacity = new ArrayList<>();
  private final List<Admission.Request> waitForTeam = new ArrayList<>();
  private final Map<UUID, Verdict> verdicts = new LinkedHashMap<>();
  private int place;

  ClassQueue(Admission.Books books, String slotClass) {
    this.books = books;
    this.slotClass = slotClass;
    this.capacity = books.capacity(slotClass);
    this.held =
        new ArrayList<>(
            books.held().stream().filter(one -> one.slotClass().equals(slotClass)).toList());
    held.forEach(this::count);
  }

  Map<UUID, Verdict> decide(List<Admission.Request> requests) {
    var left = new ArrayList<>(requests);
    left.sort(order());
    for (int next = 0; next < left.size(); next++) {
      var verdict = verdict(left.get(next));
      verdicts.put(left.get(next).holder(), verdict);
      if (verdict instanceof Verdict.Run) {
        left.subList(next + 1, left.size()).sort(order());
      }
    }
    return verdicts;
  }

  /** Changes with each admission, and with nothing else. */
  private Comparator<Admission.Request> order() {
    return Comparator.<Admission.Request>comparingInt(one -> one.heldFor() == null ? 0 : 1)
        .thenComparing(Admission.Request::movedAt, Comparator.nullsLast(Comparator.reverseOrder()))
        .thenComparingInt(one -> belowGuarantee(one) ? 0 : 1)
        .thenComparingDouble(one -> usedForWeight(one.team()))
        .thenComparing(one -> one.team().id())
        .thenComparing(Comparator.comparingInt(Admission.Request::priority).reversed())
        .thenComparing(Admission.Request::since)
        .thenComparing(Admission.Request::holder);
  }

  private boolean belowGuarantee(Admission.Request request) {
    return heldBy(request.team()) + request.slots() <= quota(request.team()).guaranteed();
  }

  private double usedForWeight(TeamRef team) {
    double lately = books.usedLately().getOrDefault(new Admission.Share(team, slotClass), 0.0);
    return (lately + used.getOrDefault(team, 0.0)) / Math.max(1, quota(team).guaranteed());
  }

  private Verdict verdict(Admission.Request request) {
    var quota = quota(request.team());
    int holds = heldBy(request.team());
    int taken = heldByAll();
    if (request.heldFor() != null) {
      return waits("HELD", "An admin holds it back: " + request.heldFor());
    }
    if (!request.ready()) {
      return waits("LATER", "Waits a moment before it is tried again");
    }
    if (capacity == 0 || quota.slots() == 0) {
      return waits("PAUSED", "An admin has paused work of the class %s".formatted(slotClass));
    }
    String drained = books.drained().get(slotClass);
    if (drained != null) {
      return waits(
          "DRAINED",
          "Nothing new starts in the class %s for now; an admin says: %s"
              .formatted(slotClass, drained));
    }
    if (quota.isUsedUp(books.usedThisMonth(request.team(), slotClass))) {
      return waits("HOURS", usedUp(request, quota));
    }
    if (request.slots() > quota.slots()) {
      return refuses(request, "team %s may hold %d".formatted(request.teamName(), quota.slots()));
    }
    if (request.slots() > capacity) {
      return refuses(request, "this installation has %d".formatted(capacity));
    }
    if (holds + request.slots() > quota.slots()) {
      waitForTeam.add(request);
      return waits(
          "TEAM_LIMIT", inUse(request, holds, quota.slots(), "team " + request.teamName()));
    }
    if (taken + request.slots() > capacity) {
      waitForCapacity.add(request);
      return waits("CAPACITY", inUse(request, taken, capacity, "the class " + slotClass));
    }
    if (delaysAnother(request)) {
      waitForCapacity.add(request);
      return waits("TURN", "An earlier job, which needs more slots, comes first");
    }
    var takes = new Admission.Held(request.team(), slotClass, request.slots(), request.longest());
    held.add(takes);
    count(takes);
    return new Verdict.Run();
  }

  private boolean delaysAnother(Admission.Request request) {
    return waitForCapacity.stream().anyMatch(first -> delays(request, first, held, capacity))
        || waitForTeam.stream()
            .filter(first -> first.team().equals(request.team()))
            .anyMatch(
                first ->
                    delays(
                        request,
                        first,
                        held.stream().filter(one -> one.team().equals(first.team())).toList(),
                        quota(first.team()).slots()));
  }

  /** Whether {@code first} might begin later if {@code request} began now. */
  private static boolean delays(
      Admission.Request request, Admission.Request first, List<Admission.Held> held, int slots) {
    int free = slots - held.stream().mapToInt(Admission.Held::slots).sum();
    var byEnd = held.stream().sorted(Comparator.comparing(Admission.Held::left)).iterator();
    var begins = Duration.ZERO;
    while (free < first.slots() && byEnd.hasNext()) {
      var ends = byEnd.next();
      free += ends.slots();
      begins = ends.left();
    }
    boolean fitsBeside = free - first.slots() >= request.slots();
    boolean isOver = request.longest().compareTo(begins) <= 0;
    return !fitsBeside && !isOver;
  }

  private Verdict waits(String code, String words) {
    place++;
    return new Verdict.Wait(code, words, place);
  }

  private String usedUp(Admission.Request request, TeamQuota quota) {
    var next = YearMonth.from(books.now().atZone(ZoneOffset.UTC)).plusMonths(1).atDay(1);
    return "Team %s has used the %d slot-hours that it has in %s; it starts again on %s, or when an admin raises the limit"
        .formatted(
            request.teamName(),
            quota.hoursPerMonth(),
            MONTH.format(next.minusDays(1)),
            DAY.format(next));
  }

  private static String inUse(Admission.Request request, int used, int of, String whose) {
    return "%s%d of %s of %s %s in use"
        .formatted(needs(request), used, Say.counted(of, "slot"), whose, used == 1 ? "is" : "are");
  }

  private static String needs(Admission.Request request) {
    return request.slots() == 1 ? "" : "Needs %d slots; ".formatted(request.slots());
  }

  private Verdict refuses(Admission.Request request, String limit) {
    return new Verdict.Refuse(
        "It asks for %d slots of the class %s at once, and %s; ask for fewer, or an admin to raise the limit"
            .formatted(request.slots(), slotClass, limit));
  }

  private TeamQuota quota(TeamRef team) {
    return books.quota(team, slotClass);
  }

  private void count(Admission.Held holder) {
    heldBy.merge(holder.team(), holder.slots(), Integer::sum);
    used.merge(holder.team(), holder.slots() * CHARGE_SECONDS, Double::sum);
  }

  private int heldBy(TeamRef team) {
    return heldBy.getOrDefault(team, 0);
  }

  private int heldByAll() {
    return heldBy.values().stream().mapToInt(Integer::intValue).sum();
  }
}
