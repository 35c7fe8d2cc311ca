package io.headstart.dispatch;

import io.headstart.platform.tenancy.TeamRef;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plays one class's queue forward: who gets the slots when, by measured durations. A job that waits
 * for one whose end nobody can tell has no estimate either. Called twice for a queue, with short
 * durations and with long ones.
 *
 * <p>Whoever is planned counts as if he held his slots from now on until his end: a later job may
 * then begin no earlier than it would by the order of the queue. So what is in use only falls with
 * time, and the earliest moment with room is found from the end: one step for each slot of the
 * class at most, however long the queue.
 */
final class Forecast {
  private final int capacity;
  private final NavigableMap<Double, Integer> ends = new TreeMap<>();
  private final Map<TeamRef, NavigableMap<Double, Integer>> endsOf = new HashMap<>();

  /**
   * @param capacity slots of the class
   * @param held what is held now
   */
  Forecast(int capacity, List<Span> held) {
    this.capacity = capacity;
    held.forEach(this::add);
  }

  /**
   * Plans the next job in order.
   *
   * @param slots how many it needs
   * @param limit how many its team may hold at once
   * @param seconds how long it will hold them; infinite when that can't be told
   * @return seconds from now until it begins; empty when that can't be told
   */
  Optional<Double> next(TeamRef team, int slots, int limit, double seconds) {
    double start =
        Math.max(
            room(ends, capacity - slots),
            room(endsOf.getOrDefault(team, Collections.emptyNavigableMap()), limit - slots));
    add(new Span(team, slots, start + seconds));
    return Double.isFinite(start) ? Optional.of(start) : Optional.empty();
  }

  private void add(Span span) {
    ends.merge(span.end(), span.slots(), Integer::sum);
    endsOf
        .computeIfAbsent(span.team(), team -> new TreeMap<>())
        .merge(span.end(), span.slots(), Integer::sum);
  }

  /** The earliest moment from which on no more than so many slots are in use. */
  private static double room(NavigableMap<Double, Integer> ends, int most) {
    if (most < 0) {
      return Double.POSITIVE_INFINITY;
    }
    int used = 0;
    for (Map.Entry<Double, Integer> end : ends.descendingMap().entrySet()) {
      used += end.getValue();
      if (used > most) {
        return end.getKey();
      }
    }
    return 0;
  }

  /**
   * Slots that are held until a moment.
   *
   * @param end seconds from now; infinite when that can't be told
   */
  record Span(TeamRef team, int slots, double end) {}
}
