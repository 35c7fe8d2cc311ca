package io.headstart.worker.link;

import java.time.Duration;

/**
 * How patient the worker's line is; tests run it faster.
 *
 * @param claimWithin how long to try the first call before giving up
 * @param request longest wait for an answer of the control plane
 * @param longestPause longest back-off between two tries
 * @param stall a transfer that moves no byte for this long is broken off and tried again
 * @param grace what the work gets to end by itself when it has to stop
 */
public record LinkTimings(
    Duration claimWithin, Duration request, Duration longestPause, Duration stall, Duration grace) {

  /** The values that a worker runs with. */
  public static final LinkTimings DEFAULT =
      new LinkTimings(
          Duration.ofSeconds(180),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20));
}
