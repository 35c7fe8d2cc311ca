package io.headstart.team;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.LaunchSettings;
import io.headstart.platform.StartRefused;
import io.headstart.platform.embedded.CommandDatabase;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;

/**
 * {@code reset-admin}: prints a new one-time link that makes an administrator, whether the server
 * runs or not. Whoever may read the home folder may do this.
 */
public final class ResetAdminCommand {
  private ResetAdminCommand() {}

  /**
   * Runs it.
   *
   * @return the process' exit code
   * @throws StartRefused when the database or the home folder can't be used
   */
  public static int run() {
    LaunchSettings settings = new LaunchSettings();
    try {
      URI path = CommandDatabase.asSystem(settings, SetupLinks::create);
      String port = settings.get("quarkus.http.port").orElse("8080");
      String link = "http://localhost:" + port + path;
      HomeFolder.writeClosed(HomeFolder.open(settings.home()).setupLink(), link + "\n");
      System.out.println("Open this link within 24 hours; it works once, and older ones are dead:");
      System.out.println("    " + link);
      return 0;
    } catch (SQLException e) {
      throw new StartRefused(
          "The database could not make a link (" + e.getMessage() + ").",
          "Start the server once, so that it brings its schema up to date, or run migrate.",
          e);
    } catch (IOException e) {
      throw new StartRefused(
          "The link could not be written to the home folder (" + e.getMessage() + ").",
          "Make the folder writable for this user.",
          e);
    }
  }
}
