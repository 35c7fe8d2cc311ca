package io.headstart.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * The limits of a team that no admin has given limits of its own, for each class of capacity. A
 * change takes effect for all those teams at the next start.
 */
@ConfigMapping(prefix = "headstart.quota")
public interface QuotaConfig {
  /** Slots (GPUs, or places on a machine without) that a team may hold at once. */
  @WithDefault("4")
  int slots();

  /**
   * Slots that are the team's before others'; others may use them while they are idle. Also its
   * weight when teams share what is left.
   */
  @WithDefault("0")
  int guaranteed();

  /** Jobs that may wait at once. */
  @WithDefault("50")
  int queuedJobs();

  /** A job is ended after this long. */
  @WithDefault("PT24H")
  Duration longest();

  /** Bytes that a team may store; of all its things together. */
  @WithDefault("100000000000")
  long storedBytes();
}
