package io.headstart.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting job stands.
 *
 * @param words what it waits for, one sentence, e.g. {@code 8 of 8 slots of this team are in use}
 * @param place its place in the queue of its class over all teams, from 1; null before admission
 *     has looked at it
 * @param holders jobs of its own team that hold slots of its class now, the oldest first; other
 *     teams' jobs are never named
 */
public record QueuePlace(String words, @Nullable Integer place, List<JobRef> holders) {
  public QueuePlace {
    holders = List.copyOf(holders);
  }
}
