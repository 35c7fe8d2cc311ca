package io.headstart.model;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Trying models. */
@ConfigMapping(prefix = "headstart.model")
public interface ModelConfig {
  /** A worker that answers questions ends after this long without one. */
  @WithDefault("1m")
  Duration tryIdle();

  /** A worker that answers questions ends after this long, however many come. */
  @WithDefault("15m")
  Duration tryMayTake();

  /** Questions, pictures among them, and their answers are deleted after this long. */
  @WithDefault("1h")
  Duration questionsKept();

  /** Largest picture that a model can be asked about; more than 20 MiB are never read. */
  @WithDefault("10M")
  MemorySize largestPicture();
}
