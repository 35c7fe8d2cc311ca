package io.headstart.team;

import io.agroal.api.AgroalDataSource;
import io.headstart.platform.HomeFolder;
import io.headstart.platform.StartRefused;
import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Sees to it that an installation without an administrator has a way to get one. */
@ApplicationScoped
class FirstAdministrator {
  private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);

  private final AcrossTeams across;
  private final AgroalDataSource system;
  private final OpenSetupLink links;
  private final Passwords passwords;
  private final AdminConfig config;
  private final HomeFolder home;
  private final int port;
  private volatile boolean there;

  FirstAdministrator(
      AcrossTeams across,
      @DataSource("system") AgroalDataSource system,
      OpenSetupLink links,
      Passwords passwords,
      AdminConfig config,
      HomeFolder home,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.across = across;
    this.system = system;
    this.links = links;
    this.passwords = passwords;
    this.config = config;
    this.home = home;
    this.port = port;
  }

  void onStart(@Observes StartupEvent start) throws SQLException, IOException {
    if (exists()) {
      return;
    }
    if (config.email().isPresent() && config.passwordFile().isPresent()) {
      links.administratorBySettings(
          config.name(), config.email().get(), password(config.passwordFile().get()));
      LOG.infof("made the administrator %s as the settings say", config.email().get());
      return;
    }
    Optional<String> link = link();
    if (link.isPresent()) {
      LOG.infof(
          "there is no administrator yet. Open this link within 24 hours; it works once:%n%n    %s%n",
          link.get());
    } else {
      LOG.info(
          "there is no administrator yet. The set-up link stands in the output of the server that"
              + " was started first; a new one, which kills it: java -jar quarkus-run.jar"
              + " reset-admin");
    }
  }

  /** Whether there's an administrator; once there is one, there always is. */
  boolean exists() {
    there =
        there
            || across.inTransaction(
                database ->
                    Column.of(
                            database,
                            "select exists (select from users where platform_admin"
                                + " and password_hash is not null)",
                            Boolean.class)
                        .getSingleResult());
    return there;
  }

  /** Where the link stands, for people who may read this machine's files. */
  Path place() {
    return home.setupLink();
  }

  /** The link that is alive, if it's ours or there was none; empty when another server has it. */
  private Optional<String> link() throws SQLException, IOException {
    Optional<String> kept = kept();
    if (kept.isPresent()) {
      return kept;
    }
    Optional<String> made =
        SetupLinks.createIfNone(system).map(path -> "http://localhost:" + port + path);
    if (made.isPresent()) {
      HomeFolder.writeClosed(home.setupLink(), made.get() + "\n");
    }
    return made;
  }

  /** The link of an earlier start, while it's good: a restart need not kill it. */
  private Optional<String> kept() throws IOException {
    if (Files.notExists(home.setupLink())) {
      return Optional.empty();
    }
    String text = Files.readString(home.setupLink()).strip();
    String path = URI.create(text).getPath();
    return links.look(new Secret(path.substring(path.lastIndexOf('/') + 1))).isPresent()
        ? Optional.of(text)
        : Optional.empty();
  }

  private String password(Path file) {
    String password;
    try {
      password = Files.readString(file).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new StartRefused(
          "The file " + file + " of headstart.admin.password-file can't be read.",
          "Make it readable for this user.",
          e);
    }
    passwords
        .fault(password, config.email().orElse(""))
        .ifPresent(
            fault -> {
              throw new StartRefused("The password in " + file + " can't be taken.", fault.fix());
            });
    return password;
  }
}
