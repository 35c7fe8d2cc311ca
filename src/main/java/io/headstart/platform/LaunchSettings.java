package io.headstart.platform;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings that are needed before Quarkus runs: system properties, environment variables and
 * {@code config/application.properties} in the working folder, in this order, as Quarkus reads
 * them.
 */
public final class LaunchSettings {
  private final SmallRyeConfig config;

  /** Reads them now. */
  public LaunchSettings() {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultSources();
    Path file = Path.of("config", "application.properties").toAbsolutePath();
    if (Files.isReadable(file)) {
      try {
        URL address = file.toUri().toURL();
        builder.withSources(new PropertiesConfigSource(address, 260));
      } catch (IOException e) {
        throw new StartRefused(
            "The settings " + file + " can't be read (" + e.getMessage() + ").",
            "Make the file readable or remove it.",
            e);
      }
    }
    config = builder.addDefaultInterceptors().build();
  }

  /** The value of a setting, without surrounding space; an empty one counts as not set. */
  public Optional<String> get(String name) {
    return config.getOptionalValue(name, String.class).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** {@code headstart.home}, by default {@code .headstart} in the user's own folder. */
  public Path home() {
    return get("headstart.home")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".headstart"));
  }
}
