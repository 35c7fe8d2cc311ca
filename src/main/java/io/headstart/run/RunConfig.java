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
}
