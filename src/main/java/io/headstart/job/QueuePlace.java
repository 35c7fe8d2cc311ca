package io.headstart.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting job stands.
 *
 * @param words what it waits for, who holds it, its place and when it will begin, one sentence,
 *     e.g. {@code 8 of 8 slots of team Vision are in use (run 12 and run 14); 3rd in line}
 * @param place its place in the queue of its class over all teams, from 1; null before admission
 *     has looked at it
 * @param holders jobs of its own team that hold slots of its class now, the oldest first; other
 *     teams' jobs are never named
 * @param others how many jobs of other teams hold slots that it waits for
 * @param start when it will begin, or null where that can't be told from what was measured
 */
public record QueuePlace(
    String words,
    @Nullable Integer place,
    List<JobRef> holders,
    int others,
    @Nullable StartRange start) {
  public QueuePlace {
    holders = List.copyOf(holders);
  }
}
