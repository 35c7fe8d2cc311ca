package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headstart.platform.tenancy.TeamRef;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
}
