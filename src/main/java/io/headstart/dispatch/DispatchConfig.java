package io.headstart.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When jobs are admitted, watched and given up. */
@ConfigMapping(prefix = "headstart.dispatch")
public interface DispatchConfig {
  /**
   * Whether this server admits and watches jobs by itself. A server that only answers pages and
   * workers sets false.
   */
  @WithDefault("true")
  boolean automatic();

  /** Time between two looks at the queue and at the workers. */
  @WithDefault("PT2S")
  Duration tick();

  /** Name of the launcher that starts workers: {@code local} or {@code kubernetes}. */
  @WithDefault("local")
  String launcher();

  /**
   * Address by which workers reach this server, without a path. Not set: the port of this server on
   * 127.0.0.1.
   */
  Optional<URI> workerUrl();

  /** Time between two heartbeats of a worker. */
  @WithDefault("PT5S")
  Duration heartbeat();

  /**
   * A worker that is silent for this long is lost, and its job is tried again. Longer than a
   * restart of the server takes, since workers go on meanwhile.
   */
  @WithDefault("PT180S")
  Duration lease();

  /**
   * A worker that has not begun after this long is lost. The launcher {@code kubernetes} has a
   * setting of its own.
   */
  @WithDefault("PT60S")
  Duration startDeadline();

  /**
   * After its own start, or a stall of its own, a server calls no silent worker lost for so long.
   */
  @WithDefault("PT180S")
  Duration grace();

  /** A cancelled job ends after this long even if its worker has not been seen to end. */
  @WithDefault("PT60S")
  Duration cancelLimit();

  /** A worker that was asked to end is killed after this long. */
  @WithDefault("PT20S")
  Duration stopGrace();

  /**
   * An attempt that ended gives its slots back after this long even if nobody has seen its process
   * end; said in the log as an error.
   */
  @WithDefault("PT10M")
  Duration goneLimit();

  /** Delays before the second, third … attempt when something could not be reached or failed. */
  @WithDefault("PT10S,PT60S,PT300S")
  List<Duration> backoff();

  /** Delay before the next attempt when a worker was lost. */
  @WithDefault("PT5S")
  Duration lostBackoff();

  /** Delay after a worker could not be started or was ended from outside; doubled with each one. */
  @WithDefault("PT60S")
  Duration infrastructureBackoff();

  /**
   * Checkpoints, the uploads of attempts without a result and local workers' folders are deleted so
   * long after their job's end. At least an hour: a signed address may be used for 15 minutes.
   */
  @WithDefault("PT24H")
  Duration leftoversKept();

  /** Largest object that a worker may write, in bytes; what S3 takes in one PUT. */
  @WithDefault("5368709120")
  long largestObject();
}
