package io.headstart.platform.database;

import io.headstart.platform.StartRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Looks at the database before the server does: can both roles sign in, is either able to bypass
 * row level security, is the schema up to date. Row level security is the boundary between teams,
 * so a role that could step over it stops the start.
 */
public final class DatabaseCheck {
  private static final String TOO_STRONG =
      """
      select case
        when rolsuper then 'is a superuser'
        when rolbypassrls then 'has BYPASSRLS'
        when exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                     where c.relowner = r.oid and n.nspname not like 'pg\\_%')
          then 'owns tables'
        when exists (select from pg_roles strong where strong.oid <> r.oid
                     and (strong.rolsuper or strong.rolbypassrls or strong.rolname = 'hs_owner')
                     and pg_has_role(r.oid, strong.oid, 'member'))
          then 'is a member of a role that can'
        else '' end
      from pg_roles r where rolname = current_user
      """;

  private DatabaseCheck() {}

  /**
   * Checks.
   *
   * @throws StartRefused with what is wrong and the way out
   */
  public static void run(String url, String appPassword, String systemPassword) {
    checkRole(url, DatabaseRoles.APP, appPassword);
    checkRole(url, DatabaseRoles.SYSTEM, systemPassword);
    checkSchema(url, systemPassword);
  }

  /**
   * Tries a role's password.
   *
   * @throws StartRefused when the database can't be reached or refuses the role
   */
  static void canSignIn(String role, String url, String password) {
    ask(url, role, password, "select ''");
  }

  /** Connections of a role, unpooled: for the short work of commands. */
  public static DataSource as(String role, String url, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(role);
    source.setPassword(password);
    return source;
  }

  private static void checkRole(String url, String role, String password) {
    String fault = ask(url, role, password, TOO_STRONG);
    if (!fault.isEmpty()) {
      throw new StartRefused(
          "The database role " + role + " " + fault + ", so it could read every team's data.",
          "Make the roles as in docker-compose.yml, or correct this one by: alter role "
              + role
              + " nosuperuser nobypassrls");
    }
  }

  private static void checkSchema(String url, String password) {
    String migrated =
        ask(
            url,
            DatabaseRoles.SYSTEM,
            password,
            "select coalesce(to_regclass('public.flyway_schema_history')::text, '')");
    int there =
        migrated.isEmpty()
            ? 0
            : Integer.parseInt(
                ask(
                    url,
                    DatabaseRoles.SYSTEM,
                    password,
                    "select count(*) from public.flyway_schema_history"
                        + " where success and version is not null"));
    if (there < Migrations.count()) {
      throw new StartRefused(
          "The database " + url + " lacks " + (Migrations.count() - there) + " migrations.",
          "Run: java -jar quarkus-run.jar migrate");
    }
    if (there > Migrations.count()) {
      throw new StartRefused(
          "The database "
              + url
              + " is newer than this program (migrations that it doesn't know: "
              + (there - Migrations.count())
              + ").",
          "Start the version that made them, or a newer one.");
    }
  }

  private static String ask(String url, String role, String password, String query) {
    try (Connection connection = as(role, url, password).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new StartRefused(
          "The database " + url + " can't be used as " + role + " (" + firstLine(e) + ").",
          "Start it, or correct HEADSTART_DATABASE_URL and the role's password.",
          e);
    }
  }

  /** The driver appends where in the server's source the refusal was made. */
  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getSQLState());
  }
}
