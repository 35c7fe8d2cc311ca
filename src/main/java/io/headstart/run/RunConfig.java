package io.headstart.run;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Training. */
@ConfigMapping(prefix = "headstart.run")
public interface RunConfig {
  /** A run is ended after this long; a team's own limit may be shorter. */
  @WithDefault("24h")
  Duration mayTake();

  /**
   * Disk that a worker may use for what the frozen part has computed; beyond it, it's computed
   * again in each epoch and the page says so.
   */
  @WithDefault("2G")
  MemorySize cacheLimit();

  /**
   * Bytes in the object store that the features of a team's runs may take, so that the next run
   * which freezes as much needn't compute them; those that were not used for longest are given up.
   * 0: none are kept.
   */
  @WithDefault("5G")
  MemorySize featuresKept();
}
