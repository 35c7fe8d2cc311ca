package io.headstart.platform.database;

import io.headstart.platform.LaunchSettings;
import io.headstart.platform.StartRefused;

/**
 * {@code migrate}: brings the schema of a database of one's own up to date, with the owner's
 * password from {@code HEADSTART_DATABASE_OWNER_PASSWORD}. The embedded one is migrated at each
 * start.
 */
public final class MigrateCommand {
  private MigrateCommand() {}

  /**
   * Runs it.
   *
   * @return the process' exit code
   * @throws StartRefused when an address or password is missing, or the migration failed
   */
  public static int run() {
    LaunchSettings settings = new LaunchSettings();
    String url = required(settings, "headstart.database.url", "HEADSTART_DATABASE_URL");
    String password =
        required(
            settings, "headstart.database.owner-password", "HEADSTART_DATABASE_OWNER_PASSWORD");
    int count = Migrations.run(url, password);
    System.out.println("Headstart: " + count + " migrations applied; the schema is up to date");
    return 0;
  }

  private static String required(LaunchSettings settings, String name, String variable) {
    return settings
        .get(name)
        .orElseThrow(
            () ->
                new StartRefused(
                    "The command migrate needs the setting " + name + ".",
                    "Set " + variable + "; the embedded database is migrated at each start."));
  }
}
