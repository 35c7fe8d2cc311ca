package io.headstart.quota;

import io.headstart.platform.tenancy.TeamRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may hold slots next, for all teams at once. A pure function of the books and the
 * requests; the one leader calls it inside its transaction and writes down what it said.
 *
 * <p>Order: what an admin has moved to the front, then teams below their guarantee, then the team
 * that has used least lately for its weight; within a team priority, then age. Whoever can't begin
 * keeps his turn: a later request may pass only when it can't delay him, see {@link ClassQueue}. A
 * team never waits on another team's limit.
 */
public final class Admission {
  private Admission() {}

  /**
   * The verdict for each request.
   *
   * @return by {@link Request#holder()}; those that run stand in the order in which they were
   *     admitted
   */
  public static Map<UUID, Verdict> decide(Books books, List<Request> requests) {
    var verdicts = new LinkedHashMap<UUID, Verdict>();
    requests.stream()
        .collect(Collectors.groupingBy(Request::slotClass, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (slotClass, wanted) ->
                verdicts.putAll(new ClassQueue(books, slotClass).decide(wanted)));
    return verdicts;
  }

  /**
   * Somebody who wants slots.
   *
   * @param team owner
   * @param teamName its name, for the words
   * @param holder id of what will hold them
   * @param slotClass class of capacity
   * @param slots how many at once
   * @param priority larger goes first within its team
   * @param since when it was queued
   * @param longest it gives them back after this long at the latest
   * @param ready false while a retry must not begin yet
   * @param heldFor why an admin holds it back, or null
   * @param movedAt when an admin moved it to the front, or null; the latest goes first
   */
  public record Request(
      TeamRef team,
      String teamName,
      UUID holder,
      String slotClass,
      int slots,
      int priority,
      Instant since,
      Duration longest,
      boolean ready,
      @Nullable String heldFor,
      @Nullable Instant movedAt) {}

  /**
   * Slots held now.
   *
   * @param left they are given back after this long at the latest
   */
  public record Held(TeamRef team, String slotClass, int slots, Duration left) {}

  /** A team's part of one class. */
  public record Share(TeamRef team, String slotClass) {}

  /**
   * What there is, who may have how much, and who has it.
   *
   * @param capacities slots of each class
   * @param quotas limits of teams that have their own
   * @param defaults limits of the others, by class
   * @param byDefault limits of the others in classes that no admin has set defaults for
   * @param held open reservations
   * @param usedLately slot-seconds of the last 24 hours
   * @param usedThisMonth slot-seconds of the calendar month, by UTC
   * @param drained classes in which nothing new starts, with the admin's reason
   * @param now the database's clock
   */
  public record Books(
      Map<String, Integer> capacities,
      Map<Share, TeamQuota> quotas,
      Map<String, TeamQuota> defaults,
      TeamQuota byDefault,
      List<Held> held,
      Map<Share, Double> usedLately,
      Map<Share, Double> usedThisMonth,
      Map<String, String> drained,
      Instant now) {
    /** Limits of a team. */
    public TeamQuota quota(TeamRef team, String slotClass) {
      return quotas.getOrDefault(new Share(team, slotClass), byDefault(slotClass));
    }

    /** The same books with other limits for one team. */
    public Books with(TeamRef team, String slotClass, TeamQuota quota) {
      var changed = new HashMap<>(quotas);
      changed.put(new Share(team, slotClass), quota);
      return new Books(
          capacities, changed, defaults, byDefault, held, usedLately, usedThisMonth, drained, now);
    }

    /** Limits of a team that has none of its own. */
    public TeamQuota byDefault(String slotClass) {
      return defaults.getOrDefault(slotClass, byDefault);
    }

    /** Slot-seconds that a team has used of a class this month. */
    public double usedThisMonth(TeamRef team, String slotClass) {
      return usedThisMonth.getOrDefault(new Share(team, slotClass), 0.0);
    }

    /** Slots of a class, 0 when there is no such class. */
    public int capacity(String slotClass) {
      return capacities.getOrDefault(slotClass, 0);
    }
  }
}
