package io.headstart.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Whether and when a job is tried again. */
@ApplicationScoped
class RetryPolicy {
  private static final double JITTER = 0.2;

  private final DispatchConfig config;

  RetryPolicy(DispatchConfig config) {
    this.config = config;
  }

  /**
   * What follows an attempt that has ended.
   *
   * @param number its number
   * @param ended attempts of the job that ended for this class, this one included
   * @return empty when it is not tried again
   */
  Optional<Retry> after(RetryClass retryClass, int number, int ended) {
    int left = retryClass.retries() - ended + 1;
    return left <= 0
        ? Optional.empty()
        : Optional.of(new Retry(delay(retryClass, ended), number + left));
  }

  private Duration delay(RetryClass retryClass, int ended) {
    var steps = config.backoff();
    var base =
        retryClass == RetryClass.LOST
            ? config.lostBackoff()
            : steps.get(Math.min(ended, steps.size()) - 1);
    double factor = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (base.toMillis() * factor));
  }

  /**
   * Another attempt.
   *
   * @param delay not before
   * @param maxAttempts how many there may be if all end for the same class
   */
  record Retry(Duration delay, int maxAttempts) {}
}
