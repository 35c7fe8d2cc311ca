package io.headstart.dispatch;

import io.headstart.platform.tenancy.TeamRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays one class's queue forward: who gets the slots when, by measured durations. A job that waits
 * for one whose end nobody can tell has no estimate either. A pure function of what it is given;
 * called twice, with short durations and with long ones.
 */
final class Forecast {
  private final int capacity;
  private final List<Span> spans = new ArrayList<>();

  /**
   * @param capacity slots of the class
   * @param held what is held now
   */
  Forecast(int capacity, List<Span> held) {
    this.capacity = capacity;
    spans.addAll(held);
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
        Stream.concat(Stream.of(0.0), spans.stream().map(Span::end))
            .filter(Double::isFinite)
            .sorted()
            .filter(at -> used(null, at) + slots <= capacity && used(team, at) + slots <= limit)
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    spans.add(new Span(team, slots, start + seconds));
    return Double.isFinite(start) ? Optional.of(start) : Optional.empty();
  }

  private int used(@org.jspecify.annotations.Nullable TeamRef team, double at) {
    return spans.stream()
        .filter(span -> span.end() > at && (team == null || span.team().equals(team)))
        .mapToInt(Span::slots)
        .sum();
  }

  /**
   * Slots that are held until a moment.
   *
   * @param end seconds from now; infinite when that can't be told
   */
  record Span(TeamRef team, int slots, double end) {}
}
