package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Starts and ends the processes that do attempts. One bean per way of doing so; the setting {@code
 * headstart.dispatch.launcher} names the one in use.
 *
 * <p>Contract: all methods may be called from several threads at once, also for the same attempt.
 * None is called inside a transaction. Each may be called again after a crash of the server, by a
 * new instance that remembers nothing, so whatever must be known then is found outside the JVM.
 * Order for one attempt: {@link #launch} one or more times, then {@link #look} and {@link #end} in
 * any order. The server never believes a launcher alone: a process that it does not see is lost by
 * its lease.
 */
public interface Launcher {
  /** Its name in settings and in {@code attempts.launcher}; never changes. */
  String name();

  /**
   * Starts the process; returns as soon as it runs, not when it is ready. Idempotent: while a
   * process of that attempt is known, it is returned and no second one is started. (Should one
   * start twice nevertheless, the server lets only the first one work.)
   *
   * @param environment variables that the process gets beside the launcher's own, {@link
   *     io.headstart.protocol.WorkerEnvironment}; secret, never logged and never an argument
   * @throws LaunchFailed with a sentence for people; it is tried again later
   */
  Launched launch(AttemptRef attempt, Map<String, String> environment);

  /**
   * What is known of a process that {@link #launch} returned on this server, or before a restart of
   * it. {@link Sighting.Gone} only with proof; {@link Sighting.Unknown} when in doubt.
   */
  Sighting look(AttemptRef attempt, Launched launched);

  /**
   * Asks the process to end, and returns at once. Idempotent; a process that is gone is no error.
   *
   * @param now false: let it clean up; true: it had its time, kill it
   */
  void end(AttemptRef attempt, Launched launched, boolean now);

  /**
   * The process is gone: what it left on this machine and nobody needs may be deleted. Idempotent;
   * a process that cleaned up after itself is no error.
   */
  void forget(AttemptRef attempt);

  /**
   * Deletes everything that is kept on this machine of jobs that are over, such as what their
   * processes wrote. By default nothing is kept.
   *
   * @param over given ids of jobs of which something is kept, answers those that are over
   */
  default void tidy(UnaryOperator<Set<UUID>> over) {}
}
