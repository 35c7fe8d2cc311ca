package io.headstart.platform.embedded;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.StartRefused;
import io.headstart.platform.database.DatabaseRoles;
import io.headstart.platform.database.Migrations;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts PostgreSQL and the object store in a home folder, hands out the settings by which the
 * server finds them, and stops them in the reverse order. One per process and folder.
 */
public final class EmbeddedServices implements AutoCloseable {
  private static final String STORE_ACCESS_KEY = "headstart";
  private static final String POSTGRES =
      "/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class";

  private final HomeFolder home;
  private final InstallationKey key;
  private final StartLog log;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Map<String, String> settings = new TreeMap<>();
  private boolean closed;

  /**
   * Takes the folder; starts nothing yet.
   *
   * @throws StartRefused when another server uses it, or this program brings no services
   */
  public EmbeddedServices(HomeFolder home, InstallationKey key, StartLog log) {
    refuseWithoutThem();
    this.home = home;
    this.key = key;
    this.log = log;
    keep(HomeLock.take(home));
  }

  /**
   * Starts PostgreSQL and brings its schema up to date.
   *
   * @return its JDBC address
   * @throws StartRefused with the way out
   */
  public String startDatabase() {
    if (LeftoverPostgres.stop(home)) {
      log.say("stopped the PostgreSQL that an earlier start left behind");
    }
    boolean first = java.nio.file.Files.notExists(home.database().resolve("PG_VERSION"));
    EmbeddedDatabase database =
        log.step(
            first ? "making the database (first start, some seconds)" : "starting PostgreSQL",
            () -> EmbeddedDatabase.start(home, port("postgres"), key));
    keep(database);
    log.step(
        "bringing the schema up to date",
        () -> Migrations.run(database.jdbcUrl(), key.password(DatabaseRoles.OWNER)));
    settings.put("headstart.database.url", database.jdbcUrl());
    settings.put("headstart.database.app-password", key.password(DatabaseRoles.APP));
    settings.put("headstart.database.system-password", key.password(DatabaseRoles.SYSTEM));
    return database.jdbcUrl();
  }

  /**
   * Starts the object store.
   *
   * @throws StartRefused with the way out
   */
  public void startStore() {
    int port = port("store");
    String secret = key.password("store");
    keep(
        log.step(
            "starting the object store",
            () -> EmbeddedStore.start(home.objects(), port, STORE_ACCESS_KEY, secret)));
    settings.put("headstart.storage.endpoint", "http://127.0.0.1:" + port);
    settings.put("headstart.storage.access-key", STORE_ACCESS_KEY);
    settings.put("headstart.storage.secret-key", secret);
  }

  /** The image of the control plane leaves them out. */
  private static void refuseWithoutThem() {
    if (EmbeddedServices.class.getResource(POSTGRES) == null) {
      throw new StartRefused(
          "This program brings no database and no object store of its own.",
          "Set HEADSTART_DATABASE_URL and HEADSTART_STORAGE_ENDPOINT to the addresses of yours.");
    }
  }

  /** What the server needs to know about the started services. Holds passwords: never log it. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  private int port(String service) {
    try {
      return new KeptPorts(home).of(service);
    } catch (IOException e) {
      throw new StartRefused(
          "The file " + home.root().resolve("ports") + " can't be read (" + e.getMessage() + ").",
          "Delete it.",
          e);
    }
  }

  /** A stop may come from another thread in the middle of a start. */
  private synchronized void keep(AutoCloseable service) {
    if (closed) {
      stop(service);
    } else {
      started.push(service);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      stop(started.pop());
    }
  }

  private void stop(AutoCloseable service) {
    try {
      service.close();
    } catch (Exception e) {
      log.say("could not stop " + service.getClass().getSimpleName() + ": " + e);
    }
  }
}
