package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own, for tests that end in {@code IT}. */
public final class PackagedProgram implements AutoCloseable {
  /** Generous: build machines are slow, and a start that hangs must fail all the same. */
  private static final long START_LIMIT_SECONDS = 180;

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
   * Starts the program.
   *
   * @param environment added to this process' own
   * @param arguments {@code -D…} and {@code -X…} go to Java, the others to the program
   */
  public static PackagedProgram start(
      Path home, int port, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    // A test's server lives for a minute: what the second compiler makes of it comes too late.
    command.add("-XX:TieredStopAtLevel=1");
    Arrays.stream(arguments).filter(a -> a.startsWith("-")).forEach(command::add);
    command.add("-jar");
    command.add(System.getProperty("headstart.app"));
    Arrays.stream(arguments).filter(a -> !a.startsWith("-")).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Settings of the machine that tests run on are not those of the program under test.
    builder.environment().keySet().removeIf(name -> name.startsWith("HEADSTART_"));
    builder.environment().put("HEADSTART_HOME", home.toString());
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    try {
      return new PackagedProgram(builder.start(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody has now. */
  public static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }
}
