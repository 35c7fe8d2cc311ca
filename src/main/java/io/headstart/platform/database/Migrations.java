package io.headstart.platform.database;

import io.headstart.platform.StartRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema up to date as {@code hs_owner}. Runs before Quarkus, so that the server itself
 * never holds the owner's password; in production it's the command {@code migrate}.
 */
public final class Migrations {
  private static final String FOLDER = "db/migration";

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @return how many migrations ran
   * @throws StartRefused when the database can't be reached or a migration fails
   */
  public static int run(String jdbcUrl, String password) {
    DatabaseCheck.canSignIn(DatabaseRoles.OWNER, jdbcUrl, password);
    try {
      DataSource owner = DatabaseCheck.as(DatabaseRoles.OWNER, jdbcUrl, password);
      int count = migrate(owner);
      letTheServerSeeTheVersion(owner);
      return count;
    } catch (FlywayException | SQLException e) {
      throw new StartRefused(
          "The database " + jdbcUrl + " could not be migrated: " + e.getMessage(),
          "Nothing of the migration that failed was kept: report it.",
          e);
    }
  }

  /** How many there are in this build. */
  static int count() {
    return scripts().size() + 1; // Quartz' tables
  }

  private static int migrate(DataSource owner) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(owner)
        .locations("classpath:" + FOLDER)
        .resourceProvider(new Scripts(scripts()))
        .javaMigrations(new QuartzTables())
        .failOnMissingLocations(false)
        .load()
        .migrate()
        .migrationsExecuted;
  }

  private static void letTheServerSeeTheVersion(DataSource owner) throws SQLException {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("grant select on public.flyway_schema_history to " + DatabaseRoles.SYSTEM);
    }
  }

  /** Flyway's own scan can't look into the packaged program's jar; this can. */
  private static List<LoadableResource> scripts() {
    String known = "/db/roles.sql";
    URL address = Objects.requireNonNull(Migrations.class.getResource(known), known);
    try {
      if ("file".equals(address.getProtocol())) {
        return read(Path.of(address.toURI()).resolveSibling("migration"));
      }
      String jar = address.getPath().substring(0, address.getPath().indexOf("!/"));
      try (FileSystem files = FileSystems.newFileSystem(Path.of(URI.create(jar)))) {
        return read(files.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<LoadableResource> read(Path folder) throws IOException {
    List<LoadableResource> found = new ArrayList<>();
    if (Files.notExists(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        found.add(new Script(String.valueOf(file.getFileName()), Files.readString(file)));
      }
    }
    return found;
  }

  private record Scripts(List<LoadableResource> all) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return all.stream().filter(r -> r.getRelativePath().equals(name)).findFirst().orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return all.stream()
          .filter(r -> r.getFilename().startsWith(prefix))
          .filter(r -> Stream.of(suffixes).anyMatch(r.getFilename()::endsWith))
          .toList();
    }
  }

  private static final class Script extends LoadableResource {
    private final String name;
    private final String text;

    Script(String name, String text) {
      this.name = name;
      this.text = text;
    }

    @Override
    public Reader read() {
      return new BufferedReader(new StringReader(text));
    }

    @Override
    public String getAbsolutePath() {
      return FOLDER + "/" + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return getAbsolutePath();
    }
  }
}
