package io.headstart.platform.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where the database is. With the embedded PostgreSQL all of this is set by the program. */
@ConfigMapping(prefix = "headstart.database")
public interface DatabaseConfig {
  /**
   * JDBC address, such as {@code jdbc:postgresql://db:5432/headstart}. Not set: the embedded
   * PostgreSQL is started.
   */
  String url();

  /** Password of {@code hs_app}. */
  String appPassword();

  /** Password of {@code hs_system}. */
  String systemPassword();

  /**
   * Password of {@code hs_owner}. Only the command {@code migrate} reads it; the server is not to
   * have it.
   */
  Optional<String> ownerPassword();

  /** Connections that requests share, as {@code hs_app}. */
  @WithDefault("16")
  int appConnections();

  /** Connections for work across teams and for Quartz, as {@code hs_system}. */
  @WithDefault("8")
  int systemConnections();
}
