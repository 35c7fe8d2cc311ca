package io.headstart.dispatch;

import io.headstart.job.Reason;
import io.headstart.protocol.ExitCode;
import org.jspecify.annotations.Nullable;

/** Why an attempt ended without an outcome, as far as trying again goes. */
public enum RetryClass {
  /** The user's data or settings; trying again changes nothing. */
  USER(0, Reason.BAD_INPUT, "Failed"),
  /** Memory did not suffice; only the user can ask for less. */
  RESOURCE(0, Reason.OUT_OF_MEMORY, "Out of memory"),
  /** The process ended as if done, but has committed nothing. */
  PROTOCOL(1, Reason.CRASH, "Worker ended without a result"),
  /** Store or control plane failed, or something else that may go well the next time. */
  TRANSIENT(3, Reason.UNAVAILABLE, "Something could not be reached"),
  /** An error of the program. */
  CRASH(1, Reason.CRASH, "Worker crashed"),
  /** Silence, or death without a word: the machine's fault, as far as anybody knows. */
  LOST(2, Reason.LOST, "Worker lost"),
  /**
   * Its process could not be started, or somebody ended it from outside: says nothing about the
   * job, so the attempt does not count.
   */
  INFRASTRUCTURE(10, Reason.NOT_STARTED, "Worker could not be started or was ended from outside"),
  /**
   * The platform does not let its process begin, or reach what it needs: no image, no room, no
   * right, no way to the store. Says nothing about the job, which is tried again until somebody has
   * put that right.
   */
  PLATFORM(100_000, Reason.NOT_STARTED, "Could not be started"),
  /** It ended because its job was cancelled. */
  CANCELLED(0, Reason.CANCELLED, "Cancelled"),
  /** Its job ran for longer than it may. */
  TOO_LONG(0, Reason.TOO_LONG, "Ran too long"),
  /** A later attempt is at work or the token was refused; says nothing about the job. */
  FENCED(0, Reason.LOST, "Superseded");

  private final int retries;
  private final Reason reason;
  private final String words;

  RetryClass(int retries, Reason reason, String words) {
    this.retries = retries;
    this.reason = reason;
    this.words = words;
  }

  /** How often a job is tried again for this class of reasons. */
  int retries() {
    return retries;
  }

  /** Whether it counts among the attempts that people are told of. */
  boolean counts() {
    return this != INFRASTRUCTURE && this != PLATFORM;
  }

  /** Reason of a job that is not tried again. */
  Reason reason() {
    return reason;
  }

  /** What happened, a few words without full stop. */
  String words() {
    return words;
  }

  /** The class of what a worker reported. */
  public static RetryClass of(ExitCode exit) {
    return switch (exit) {
      case USAGE, BAD_INPUT -> USER;
      case OUT_OF_MEMORY -> RESOURCE;
      case UNREACHABLE -> PLATFORM;
      case UNAVAILABLE, TRANSIENT -> TRANSIENT;
      case CRASH -> CRASH;
      case DONE -> PROTOCOL;
      case SUPERSEDED -> FENCED;
      case CANCELLED -> INFRASTRUCTURE; // nobody cancelled the job, or it would not be asked
    };
  }

  /**
   * The class of a process that ended without a word.
   *
   * @param exitCode 128 + signal when it was killed, null when nobody saw it
   */
  static RetryClass ofExit(@Nullable Integer exitCode) {
    if (exitCode == null) {
      return LOST;
    }
    for (var exit : ExitCode.values()) {
      if (exit.code() == exitCode) {
        return of(exit);
      }
    }
    return switch (exitCode) {
      case 137 -> LOST; // KILL: somebody or the kernel
      case 129, 130, 143 -> INFRASTRUCTURE; // HUP, INT, TERM: somebody, as at the machine's stop
      default -> CRASH;
    };
  }
}
