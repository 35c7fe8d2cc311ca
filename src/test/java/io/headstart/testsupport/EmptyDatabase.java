package io.headstart.testsupport;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.database.DatabaseCheck;
import io.headstart.platform.database.DatabaseRoles;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes away all that tests before have made, so that the pages of the whole installation show what
 * one test has made. For tests that share their server with none that runs at the same time.
 */
@ApplicationScoped
public class EmptyDatabase {
  @ConfigProperty(name = "headstart.home")
  Path home;

  @ConfigProperty(name = "headstart.database.url")
  String url;

  /** As after the first start: the base models that ship with Headstart, and nobody. */
  public void forgetAll() {
    String password = new HomeFolder(home).key().password(DatabaseRoles.OWNER);
    try (Connection owner = DatabaseCheck.as(DatabaseRoles.OWNER, url, password).getConnection();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "truncate teams, users, sign_in_tries, capacity_changes, quota_defaults,"
              + " quota_default_changes, storage_default cascade");
      statement.execute("update capacity_classes set slots = 1, drained_for = null");
      // Tests make others by copying one: they name the same file.
      statement.execute(
          "delete from base_models b using base_models o"
              + " where o.model_key = b.model_key and o.installed_at < b.installed_at");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
