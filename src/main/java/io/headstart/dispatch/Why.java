package io.headstart.dispatch;

import io.headstart.protocol.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a process, or was when it ended.
 *
 * @param retryClass decides whether its job is tried again
 * @param code for machines
 * @param sentence for people, without full stop, with the way out where there is one
 */
public record Why(RetryClass retryClass, String code, String sentence) {
  /**
   * Why a process ended of which no more is known than how.
   *
   * @param exitCode 128 + signal when it was killed, null when nobody saw it
   */
  public static Why ofExit(@Nullable Integer exitCode) {
    var retryClass = RetryClass.ofExit(exitCode);
    String sentence;
    if (exitCode == null || retryClass == RetryClass.LOST) {
      sentence = "Its worker died without a word";
    } else if (retryClass == RetryClass.INFRASTRUCTURE) {
      sentence = "Its worker was ended from outside";
    } else if (exitCode == ExitCode.UNREACHABLE.code()) {
      sentence =
          "Its worker could not reach this server; an admin checks headstart.dispatch.worker-url and"
              + " the network between them";
    } else if (exitCode == ExitCode.DONE.code()) {
      sentence = "Its worker ended without committing a result";
    } else {
      sentence = "Its worker ended with exit code %d and without a word".formatted(exitCode);
    }
    return new Why(retryClass, "EXITED", sentence);
  }
}
