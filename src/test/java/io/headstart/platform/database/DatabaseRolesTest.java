package io.headstart.platform.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QueueProfile.class)
class DatabaseRolesTest {
  @Inject AgroalDataSource app;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Test
  void requestsAndSystemWorkConnectWithRolesOfTheirOwn() throws SQLException {
    assertEquals("hs_app", ask(app, "select current_user"));
    assertEquals("hs_system", ask(system, "select current_user"));
  }

  @Test
  void onlyTheBackupRoleMayBypassRowLevelSecurity() throws SQLException {
    assertEquals(
        "hs_backup",
        ask(
            app,
            "select string_agg(rolname, ',') from pg_roles"
                + " where rolname like 'hs\\_%' and (rolbypassrls or rolsuper)"));
  }

  @Test
  void committedDataSurviveAPowerCut() throws SQLException {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      assertEquals("on", ask(app, "show " + setting), setting);
    }
  }

  @Test
  void requestsCannotReachTheTablesOfQuartz() throws SQLException {
    assertFalse(Boolean.parseBoolean(ask(app, "select has_schema_privilege('quartz', 'usage')")));
    assertEquals("0", ask(system, "select count(*) from quartz.qrtz_locks where lock_name = 'x'"));
  }

  private static String ask(AgroalDataSource source, String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
