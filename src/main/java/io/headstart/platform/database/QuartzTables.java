package io.headstart.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.util.Objects;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;

/**
 * Quartz' tables in a schema of their own, from the script in Quartz' own jar. Only {@code
 * hs_system} reaches them.
 */
final class QuartzTables implements JavaMigration {
  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("0000");
  }

  @Override
  public String getDescription() {
    return "quartz";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null; // the script belongs to Quartz; its text may change without its tables changing
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws Exception {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("create schema quartz");
      statement.execute("set local search_path to quartz");
      statement.execute(script());
      statement.execute("set local search_path to public");
      statement.execute("grant usage on schema quartz to hs_system");
      statement.execute(
          "grant select, insert, update, delete on all tables in schema quartz to hs_system");
    }
  }

  private static String script() throws IOException {
    try (InputStream file = PostgreSQLDelegate.class.getResourceAsStream("tables_postgres.sql")) {
      String text =
          new String(
              Objects.requireNonNull(file, "tables_postgres.sql").readAllBytes(),
              StandardCharsets.UTF_8);
      return text.replaceAll("(?im)^\\s*commit;", ""); // Flyway ends the transaction
    }
  }
}
