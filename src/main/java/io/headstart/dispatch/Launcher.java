package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
   * @param demand what the attempt holds
   * @param environment variables that the process gets beside the launcher's own, {@link
   *     io.headstart.protocol.WorkerEnvironment}; secret, never logged and never an argument
   * @throws LaunchFailed with a sentence for people; it is tried again later
   * @throws LaunchUnclear when the process may have been started nevertheless; the next sweep calls
   *     again
   */
  Launched launch(AttemptRef attempt, Demand demand, Map<String, String> environment);

  /**
   * What is known of a process that {@link #launch} returned on this server, or before a restart of
   * it. {@link Sighting.Gone} only with proof; {@link Sighting.Unknown} when in doubt.
   *
   * @param launched as it was returned; {@link Launched#UNKNOWN} while that is not known, and a
   *     process without id that began in 1970 when it never will be
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
   * Where its processes are, when every server of the installation sees them: any of them may then
   * adopt and end what another one launched. Empty: only the server that launched a process does.
   */
  default Optional<String> sharedPlace() {
    return Optional.empty();
  }

  /** How long a process may take to begin, where that is not the installation's setting. */
  default Optional<Duration> startDeadline() {
    return Optional.empty();
  }

  /**
   * How many slots of a class its machines have room for; empty where it looks at no machines. May
   * take seconds.
   */
  default Optional<Offer> offer(String slotClass) {
    return Optional.empty();
  }

  /**
   * Compares the processes that there are with those that should be, and ends those that nobody
   * wants any more. Called at the start and every half minute, by each server. Where only the
   * server that launched them sees processes, {@link #look} is enough.
   *
   * @param orphans given attempts that have processes, answers those that may have none; must be
   *     asked after the processes were looked up, since attempts are known before their processes
   */
  default void reconcile(UnaryOperator<Set<AttemptRef>> orphans) {}

  /**
   * Deletes everything that is kept on this machine of jobs that are over, such as what their
   * processes wrote. By default nothing is kept.
   *
   * @param over given ids of jobs of which something is kept, answers those that are over
   */
  default void tidy(UnaryOperator<Set<UUID>> over) {}
}
