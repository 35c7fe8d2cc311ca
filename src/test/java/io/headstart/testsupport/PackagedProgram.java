package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own, for tests that end in {@code IT}. */
public final class PackagedProgram implements AutoCloseable {
  /** An argument of {@link #start}: the program as README starts it, not as the image does. */
  public static final String AS_SHIPPED = "-jar";

  /** Generous: build machines are slow, and a start that hangs must fail all the same. */
  private static final long START_LIMIT_SECONDS = 180;

  private static final int LOWEST_PORT = 10_000;
  private static final int PARTS = 4;
  private static final int PORTS = 2_000;
  private static final int TRIES = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final Process process;
  private final int port;
  private final List<String> output = new ArrayList<>();
  private final Thread reader;

  private PackagedProgram(Process process, int port) {
    this.process = process;
    this.port = port;
    reader = new Thread(this::read, "output of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the control plane in a home folder, on a free port. */
  public static PackagedProgram start(Path home, String... arguments) {
    return start(home, freePort(), Map.of(), arguments);
  }

  /**
   * Starts the program, without team Demo's own run unless the environment says otherwise.
   *
   * @param environment added to this process' own
   * @param arguments {@code -D…} and {@code -X…} go to Java, the others to the program
   */
  public static PackagedProgram start(
      Path home, int port, Map<String, String> environment, String... arguments) {
    List<String> command = ShortLived.java("256m");
    // Most of what a server of a test does is to start; a sixth of that would be the second
    // compiler.
    command.add("-XX:TieredStopAtLevel=1");
    Arrays.stream(arguments)
        .filter(a -> a.startsWith("-") && !a.equals(AS_SHIPPED))
        .forEach(command::add);
    String app = System.getProperty("headstart.app");
    command.addAll(
        List.of(arguments).contains(AS_SHIPPED)
            ? List.of(AS_SHIPPED, app)
            : ClassArchive.command(Path.of(app)));
    Arrays.stream(arguments).filter(a -> !a.startsWith("-")).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Settings of the machine that tests run on are not those of the program under test.
    builder.environment().keySet().removeIf(name -> name.startsWith("HEADSTART_"));
    builder.environment().put("HEADSTART_HOME", home.toString());
    // Its run would go on in a worker for a minute, and outlive the server.
    builder.environment().put("HEADSTART_DEMO_ENABLED", "false");
    builder
        .environment()
        .put("HEADSTART_DISPATCH_LOCAL_JAVA_OPTIONS", String.join(",", ShortLived.OPTIONS));
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    try {
      return new PackagedProgram(builder.start(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what the builder says, which is the control plane in another form. */
  public static PackagedProgram start(ProcessBuilder builder, int port) {
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    try {
      return new PackagedProgram(builder.redirectErrorStream(true).start(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A port that nobody has now. Never one of those that the system gives to outgoing connections:
   * seconds pass before the program listens, and the tests beside it open many. Each process of
   * tests draws from a part of its own.
   */
  public static int freePort() {
    int part = Integer.getInteger("surefire.forkNumber", 1) % PARTS;
    for (int tries = 0; tries < TRIES; tries++) {
      int port = LOWEST_PORT + part * PORTS + ThreadLocalRandom.current().nextInt(PORTS);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
          output.notifyAll();
        }
      }
    } catch (IOException e) {
      synchronized (output) {
        output.add("(output broken: " + e + ")");
      }
    }
  }

  /** Waits until the program says that it's ready, and returns this. */
  public PackagedProgram awaitReady() {
    awaitLine("Headstart: ready at ");
    return this;
  }

  /** Waits for a line that holds the text; fails with all output when the program ends before. */
  public String awaitLine(String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    synchronized (output) {
      int seen = 0;
      while (true) {
        for (; seen < output.size(); seen++) {
          if (output.get(seen).contains(text)) {
            return output.get(seen);
          }
        }
        if (System.nanoTime() > end || !reader.isAlive()) {
          return fail("no line with '" + text + "' in:\n" + String.join("\n", output));
        }
        try {
          output.wait(1_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return fail("interrupted");
        }
      }
    }
  }

  /** Waits for the end of the process; its exit code. */
  public int awaitEnd() throws InterruptedException {
    assertTrue(process.waitFor(START_LIMIT_SECONDS, TimeUnit.SECONDS), () -> "runs on: " + text());
    reader.join();
    return process.exitValue();
  }

  /** All that it has said so far. */
  public String text() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Address of its pages. */
  public URI page() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** Its process. */
  public Process process() {
    return process;
  }

  /** Asks the process to end, and waits until it has. */
  void end() {
    process.destroy();
    process.onExit().join();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }
}
