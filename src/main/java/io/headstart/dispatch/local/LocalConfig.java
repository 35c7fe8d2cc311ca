package io.headstart.dispatch.local;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How the local launcher starts a worker. */
@ConfigMapping(prefix = "headstart.dispatch.local")
public interface LocalConfig {
  /**
   * Command and arguments, separated by commas. Not set: the Java that runs the server with the
   * program itself and the argument {@code worker}.
   */
  Optional<List<String>> command();

  /** Options for that Java, separated by commas, such as {@code -Xmx4g}; unused with a command. */
  Optional<List<String>> javaOptions();
}
