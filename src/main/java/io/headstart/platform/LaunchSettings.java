package io.headstart.platform;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings that are needed before Quarkus runs: system properties, environment variables and
 * {@code config/application.properties} in the working folder, in this order, as Quarkus reads
 * them.
 */
public final class LaunchSettings {
  /**
   * What may follow {@code headstart.}: a room that has settings, or one of the two beside them.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "home",
          "key",
          "database",
          "storage",
          "admin",
          "team",
          "quota",
          "job",
          "dispatch",
          "catalog",
          "dataset",
          "model",
          "run",
          "worker",
          "demo",
          "operations");

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

  /**
   * Refuses names that nobody reads, so that a slip of the pen doesn't pass unseen. What follows a
   * room's name is checked by that room's mapping. Environment variables aren't looked at: others
   * set some that begin with HEADSTART_, Kubernetes for one.
   *
   * @throws StartRefused with the name
   */
  public void refuseUnknown() {
    for (ConfigSource source : config.getConfigSources()) {
      if (!(source instanceof EnvConfigSource)) {
        source.getPropertyNames().forEach(LaunchSettings::refuseUnknown);
      }
    }
  }

  private static void refuseUnknown(String name) {
    if (name.startsWith("headstart.") && !KNOWN.contains(name.split("\\.", 3)[1])) {
      throw new StartRefused(
          "There is no setting " + name + ".", "Correct its name; README.md lists them all.");
    }
  }

  /**
   * The value of a setting that this start can't do without.
   *
   * @throws StartRefused when it isn't set
   */
  public String required(String name) {
    return get(name)
        .orElseThrow(
            () ->
                new StartRefused(
                    "The setting " + name + " is missing.",
                    "Set " + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "."));
  }

  /** {@code headstart.home}, by default {@code .headstart} in the user's own folder. */
  public Path home() {
    return get("headstart.home")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".headstart"));
  }
}
