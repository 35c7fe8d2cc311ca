package io.headstart.dataset;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Uploads and their checks. */
@ConfigMapping(prefix = "headstart.dataset")
public interface DatasetConfig {
  /** Largest file that may be uploaded, at most 5G (what one PUT to an S3 store may carry). */
  @WithDefault("2G")
  MemorySize largestUpload();

  /** An upload that has not completed after this long is deleted. */
  @WithDefault("24h")
  Duration uploadMayTake();

  /** A check is ended after this long. */
  @WithDefault("1h")
  Duration checkMayTake();
}
