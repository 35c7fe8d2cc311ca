package io.headstart.testsupport;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.embedded.EmbeddedServices;
import io.headstart.platform.embedded.StartLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An installation as {@code k8s/} makes it: database and store that no server owns, packaged
 * servers that can be killed and started again, one address in front of them, and workers as pods
 * of the {@link RealCluster}. Only that the servers are processes of this machine differs.
 */
public final class ClusterInstallation implements AutoCloseable {
  private final RealCluster cluster;
  private final HomeFolder parts = RealServices.homeWithModels();
  private final EmbeddedServices services;
  private final EmbeddedParts rows;
  private final FrontDoor door;
  private final Map<String, String> settings;
  private final String[] options;
  private final List<Server> servers = new ArrayList<>();

  /**
   * Starts database, store and door; no server yet.
   *
   * @param folder where files may lie
   * @param more settings of each server, by name of environment variables
   * @param options of each server's Java
   */
  public ClusterInstallation(
      RealCluster cluster, Path folder, Map<String, String> more, String... options)
      throws IOException {
    this.cluster = cluster;
    this.options = options.clone();
    services = new EmbeddedServices(parts, parts.key(), new StartLog(System.out));
    services.startDatabase();
    services.startStore();
    rows = new EmbeddedParts(parts);
    int port = PackagedProgram.freePort();
    door = new FrontDoor(port);
    settings = new HashMap<>(cluster.settings(folder, port));
    settings.putAll(rows.settings());
    settings.putAll(more);
  }

  /** Starts servers, all at once, and waits until each can start workers. */
  public List<Server> start(int count) {
    List<Server> started = Stream.generate(Server::new).limit(count).toList();
    servers.addAll(started);
    started.forEach(Server::begin);
    for (Server server : started) {
      server.await();
      door.add(server.port);
    }
    return started;
  }

  /**
   * Whoever set it up; once. Of servers that started together, one has the link that is good; the
   * others have one that is not any more, or none.
   */
  public Owner owner() {
    AssertionError none = new AssertionError("no server");
    for (Server server : servers) {
      try {
        return Owner.setUp(server.program, server.home.root());
      } catch (AssertionError | UncheckedIOException e) {
        none = new AssertionError("no link of " + server.home.root() + " is good", e);
      }
    }
    throw none;
  }

  /** The database, to look at. */
  public EmbeddedParts rows() {
    return rows;
  }

  /** Says how many slots a class has. */
  public void capacity(String slotClass, int slots) throws Exception {
    rows.change(
        "update capacity_classes set slots = %d where slot_class = '%s'"
            .formatted(slots, slotClass));
  }

  @Override
  public void close() throws Exception {
    for (Server server : servers) {
      server.program.process().destroyForcibly().waitFor();
    }
    door.close();
    services.close();
    cluster.close();
  }

  /** A server with a home of its own, which comes back on its port. */
  public final class Server {
    private final int port = PackagedProgram.freePort();
    private final HomeFolder home = RealServices.freshHome();
    private PackagedProgram program;

    private void begin() {
      program = PackagedProgram.start(home.root(), port, settings, options);
    }

    private void await() {
      program.awaitReady();
      program.awaitLine("Workers run as Jobs in namespace " + cluster.namespace());
    }

    /** What runs now. */
    public PackagedProgram program() {
      return program;
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
      program.process().destroyForcibly().waitFor();
    }

    /** After {@link #kill}. */
    public void startAgain() {
      begin();
      await();
    }
  }
}
