package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.platform.tenancy.TeamRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  private final TeamRef vision = new TeamRef(new UUID(0, 1));
  private final TeamRef speech = new TeamRef(new UUID(0, 2));

  @Test
  void jobsBeginOneAfterTheOtherWhenSlotsComeFree() {
    var forecast =
        new Forecast(
            2, List.of(new Forecast.Span(vision, 1, 60), new Forecast.Span(speech, 1, 100)));
    assertEquals(Optional.of(60.0), forecast.next(vision, 1, 4, 300));
    assertEquals(Optional.of(100.0), forecast.next(speech, 1, 4, 10));
    assertEquals(Optional.of(110.0), forecast.next(vision, 1, 4, 10));
  }

  @Test
  void aTeamAtItsLimitWaitsForItsOwnAndOthersDoNot() {
    var forecast = new Forecast(4, List.of(new Forecast.Span(vision, 1, 60)));
    assertEquals(Optional.of(60.0), forecast.next(vision, 1, 1, 10));
    assertEquals(Optional.of(0.0), forecast.next(speech, 1, 1, 10));
  }

  @Test
  void whoWaitsForOneWhoseEndNobodyKnowsHasNoEstimate() {
    var forecast = new Forecast(1, List.of(new Forecast.Span(vision, 1, UNKNOWN)));
    assertEquals(Optional.empty(), forecast.next(speech, 1, 4, 10));
  }

  @Test
  void whoseOwnLengthIsUnknownBeginsButNobodyAfterIt() {
    var forecast = new Forecast(1, List.of(new Forecast.Span(vision, 1, 30)));
    assertEquals(Optional.of(30.0), forecast.next(speech, 1, 4, UNKNOWN));
    assertEquals(Optional.empty(), forecast.next(speech, 1, 4, 10));
  }

  @Test
  void itFindsTheFirstMomentWithRoomWhateverIsInTheQueue() {
    var random = new Random(20);
    for (int queue = 0; queue < 200; queue++) {
      int capacity = 1 + random.nextInt(6);
      int limit = 1 + random.nextInt(4);
      var taken = new ArrayList<Forecast.Span>();
      for (int held = random.nextInt(5); held > 0; held--) {
        taken.add(new Forecast.Span(someTeam(random), 1 + random.nextInt(2), some(random)));
      }
      var forecast = new Forecast(capacity, taken);
      for (int next = 0; next < 12; next++) {
        TeamRef team = someTeam(random);
        int slots = 1 + random.nextInt(2);
        double seconds = some(random);
        double start = firstMomentWithRoom(taken, team, slots, limit, capacity);
        assertEquals(
            Double.isFinite(start) ? Optional.of(start) : Optional.empty(),
            forecast.next(team, slots, limit, seconds),
            "job " + next + " of queue " + queue);
        taken.add(new Forecast.Span(team, slots, start + seconds));
      }
    }
  }

  /** By trying each moment at which something ends. */
  private static double firstMomentWithRoom(
      List<Forecast.Span> taken, TeamRef team, int slots, int limit, int capacity) {
    return DoubleStream.concat(DoubleStream.of(0), taken.stream().mapToDouble(Forecast.Span::end))
        .sorted()
        .filter(Double::isFinite)
        .filter(
            at -> {
              var still = taken.stream().filter(one -> one.end() > at).toList();
              int all = still.stream().mapToInt(Forecast.Span::slots).sum();
              int own =
                  still.stream()
                      .filter(one -> one.team().equals(team))
                      .mapToInt(Forecast.Span::slots)
                      .sum();
              return all + slots <= capacity && own + slots <= limit;
            })
        .findFirst()
        .orElse(UNKNOWN);
  }

  private TeamRef someTeam(Random random) {
    return random.nextBoolean() ? vision : speech;
  }

  /** Whole seconds, so that ends meet; now and then nobody knows. */
  private static double some(Random random) {
    return random.nextInt(12) == 0 ? UNKNOWN : random.nextInt(20);
  }
}
