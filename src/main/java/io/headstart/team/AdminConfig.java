package io.headstart.team;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The first administrator of an installation that nobody sits at. Not set: a set-up link. */
@ConfigMapping(prefix = "headstart.admin")
public interface AdminConfig {
  /** E-mail address by which the administrator signs in. */
  Optional<String> email();

  /** Name as shown on pages. */
  @WithDefault("Administrator")
  String name();

  /**
   * File whose first line is the initial password, at least 12 characters. Read at a start while
   * there is no administrator yet; the password set on pages afterwards stays.
   */
  Optional<Path> passwordFile();
}
