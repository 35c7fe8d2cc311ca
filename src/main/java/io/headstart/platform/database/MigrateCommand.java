package io.headstart.platform.database;

import io.headstart.platform.LaunchSettings;

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
   * @throws io.headstart.platform.StartRefused when an address or password is missing, or the
   *     migration failed
   */
  public static int run() {
    LaunchSettings settings = new LaunchSettings();
    String url = settings.required("headstart.database.url");
    String password = settings.required("headstart.database.owner-password");
    int count = Migrations.run(url, password);
    System.out.println("Headstart: " + count + " migrations applied; the schema is up to date");
    return 0;
  }
}
