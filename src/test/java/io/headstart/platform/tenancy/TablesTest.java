package io.headstart.platform.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The boundary between teams, read off the database's own catalogue. */
@QuarkusTest
@TestProfile(QueueProfile.class)
class TablesTest {
  /** Tables without team_id, each with the reason why it may be. */
  private static final Set<String> NO_TEAM =
      Set.of(
          "flyway_schema_history", // the migrations that ran
          "teams", // the owner itself; has a policy on its id
          "users", // people belong to several teams; a policy shows a team its members
          "sessions", // known before the team is
          "setup_links", // known before the team is
          "sign_in_tries", // known before the team is
          "capacity_classes", // the installation's
          "capacity_changes", // the installation's
          "attempt_epochs", // the installation's
          "slot_usage_until", // how far the installation's usage has been added up
          "quota_defaults", // the installation's
          "quota_default_changes", // the installation's
          "storage_default", // the installation's
          "base_models"); // the installation's catalogue

  /** Tables whose primary key doesn't begin with team_id. */
  private static final Set<String> OTHER_KEY = Set.of("audit_events");

  private static final String SETTING = "current_setting('hs.team'::text, true)";

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject AgroalDataSource app;

  private static List<List<String>> rows(AgroalDataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(row);
      }
      return all;
    }
  }

  @Test
  void everyTableOfATeamHasAForcedPolicyWithCheckAndEveryOtherIsOnTheList() throws SQLException {
    List<String> wrong = new ArrayList<>();
    List<List<String>> tables =
        rows(
            system,
            """
            select c.relname, c.relrowsecurity and c.relforcerowsecurity,
              exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'team_id'
                and not a.attisdropped),
              (select string_agg(p.polname || ': ' || coalesce(pg_get_expr(p.polqual, c.oid), '') || ' / '
                || coalesce(pg_get_expr(p.polwithcheck, c.oid), ''), '; ')
                from pg_policy p where p.polrelid = c.oid and (select oid from pg_roles where rolname =
                'hs_app') = any (p.polroles)),
              (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum =
                i.indkey[0] where i.indrelid = c.oid and i.indisprimary),
              exists (select from pg_policy p where p.polrelid = c.oid and 0 = any (p.polroles))
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1""");
    for (List<String> row : tables) {
      String table = row.get(0);
      if (row.get(2).equals("f")) {
        if (!NO_TEAM.contains(table)) {
          wrong.add(table + " has no team_id and isn't on the list");
        }
        continue;
      }
      if (!row.get(1).equals("t")) {
        wrong.add(table + " doesn't force row level security");
      }
      String policies = row.get(3);
      if (!policies.equals("null")
          && policies.split(java.util.regex.Pattern.quote(SETTING), -1).length
              != 1 + 2 * policies.split("; ").length) {
        wrong.add(table + ": a policy for hs_app doesn't use and check the team: " + policies);
      }
      if (!row.get(4).equals("team_id") && !OTHER_KEY.contains(table)) {
        wrong.add(table + ": its primary key doesn't begin with team_id");
      }
      if (row.get(5).equals("t")) {
        wrong.add(table + " has a policy for everybody");
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(tables.size() > 10, "the walk saw the tables");
  }

  @Test
  void aTableOfATeamPointsToOthersByTeamToo() throws SQLException {
    assertEquals(
        List.of(),
        rows(
            system,
            """
            select k.conrelid::regclass, k.conname from pg_constraint k
            where k.contype = 'f'
              and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'team_id')
              and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'team_id')
              and not exists (select from pg_attribute a where a.attrelid = k.conrelid
                and a.attname = 'team_id' and a.attnum = any (k.conkey))"""));
  }

  @Test
  void theServersRolesOwnNothingAndCannotBypass() throws SQLException {
    for (AgroalDataSource source : List.of(app, system)) {
      List<String> self =
          rows(
                  source,
                  """
                  select current_user, rolsuper or rolbypassrls or rolcreaterole,
                    pg_has_role(current_user, 'hs_owner', 'member'),
                    exists (select from pg_class where relowner = r.oid)
                  from pg_roles r where rolname = current_user""")
              .get(0);
      assertEquals(List.of(self.get(0), "f", "f", "f"), self);
    }
    assertEquals("hs_app", rows(app, "select current_user").get(0).get(0));
    assertEquals("hs_system", rows(system, "select current_user").get(0).get(0));
  }

  @Test
  void hsAppNeverReadsPasswordsSessionsOrLinks() throws SQLException {
    assertEquals(
        List.of(List.of("f", "f", "f", "f", "t")),
        rows(
            app,
            "select has_table_privilege('sessions', 'select'), has_table_privilege('setup_links',"
                + " 'select'), has_column_privilege('users', 'password_hash', 'select'),"
                + " has_table_privilege('audit_events', 'update, delete'),"
                + " has_column_privilege('users', 'name', 'select')"));
    assertFalse(rows(system, "select 1 from pg_roles where rolname = 'hs_backup'").isEmpty());
  }
}
