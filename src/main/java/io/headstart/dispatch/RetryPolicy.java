package io.headstart.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Whether and when a job is tried again. */
@ApplicationScoped
class RetryPolicy {
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 12;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final DispatchConfig config;

  RetryPolicy(DispatchConfig config) {
    this.config = config;
  }

  /**
   * What follows an attempt that has ended.
   *
   * @param number its number
   * @param ended attempts of the job that ended for this class, this one included
   * @param mostBefore how many attempts there might have been before this one ended
   * @return empty when it is not tried again
   */
  Optional<Retry> after(RetryClass retryClass, int number, int ended, int mostBefore) {
    int left = retryClass.retries() - ended + 1;
    return left <= 0
        ? Optional.empty()
        : Optional.of(
            new Retry(
                delay(retryClass, ended), retryClass.counts() ? number + left : mostBefore + 1));
  }

  private Duration delay(RetryClass retryClass, int ended) {
    var steps = config.backoff();
    var base =
        switch (retryClass) {
          case LOST -> config.lostBackoff();
          case INFRASTRUCTURE, PLATFORM -> doubled(config.infrastructureBackoff(), ended - 1);
          default -> steps.get(Math.min(ended, steps.size()) - 1);
        };
    double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (base.toMillis() * factor));
  }

  private static Duration doubled(Duration first, int times) {
    var delay = first.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  /**
   * Another attempt.
   *
   * @param delay not before
   * @param maxAttempts how many there may be if all end for the same class
   */
  record Retry(Duration delay, int maxAttempts) {}
}
