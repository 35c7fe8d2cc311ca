package io.headstart.job;

import java.util.Optional;

/**
 * Where a waiting job stands; {@code dispatch} implements it. Thread-safe; called as team work of
 * the job's team.
 */
public interface QueuePlaces {
  /** The job's place, or empty when it does not wait. */
  Optional<QueuePlace> of(JobRef job);
}
