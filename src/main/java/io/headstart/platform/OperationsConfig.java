package io.headstart.platform;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What programs that watch an installation may see. */
@ConfigMapping(prefix = "headstart.operations")
public interface OperationsConfig {
  /**
   * Bearer token for {@code /q/metrics} and {@code /q/openapi}, at least 16 characters. Not set:
   * these addresses answer 404.
   */
  Optional<String> token();
}
