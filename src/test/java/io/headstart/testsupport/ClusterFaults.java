package io.headstart.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Locale;

/**
 * Breaks the cluster under test and mends it, by the command that {@code
 * HEADSTART_TEST_CLUSTER_FAULTS} names; it is called with the name of a {@link Fault}, in lower
 * case and with hyphens, and must end with 0 when that is done. Tests of faults are skipped without
 * it.
 */
public final class ClusterFaults {
  private static final String COMMAND = "HEADSTART_TEST_CLUSTER_FAULTS";

  private final String command;

  private ClusterFaults(String command) {
    this.command = command;
  }

  /** What the command must know how to do. */
  public enum Fault {
    /** The nodes that run workers die with all their processes; one without room stays. */
    KILL_NODES,
    /** They come back, without those processes. */
    REVIVE_NODES,
    /** The API server takes connections, but answers nothing. */
    SILENCE_API_SERVER,
    /** It answers again. */
    REVIVE_API_SERVER,
    /** The API server ends and starts again. */
    RESTART_API_SERVER,
    /** etcd ends and starts again, under an API server that runs on. */
    RESTART_ETCD,
    /** etcd ends. */
    STOP_ETCD,
    /** It starts again. */
    START_ETCD,
    /** etcd forgets all earlier revisions, and the API server starts again: watches get 410. */
    FORGET_HISTORY
  }

  /** The command; skips the test where none is named. */
  public static ClusterFaults orSkip() {
    String command = System.getenv(COMMAND);
    assumeTrue(command != null, COMMAND + " names no command");
    return new ClusterFaults(command);
  }

  /** Does it, and returns when it is done. */
  public void bring(Fault fault) {
    String name = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try {
      Process process =
          new ProcessBuilder(command, name)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertEquals(0, process.waitFor(), command + " " + name);
    } catch (IOException e) {
      throw new AssertionError(command + " " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
