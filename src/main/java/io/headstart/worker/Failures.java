package io.headstart.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.ExitCode;
import io.headstart.worker.link.AttemptEnded;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells from an error whether trying again may help, and says it in a sentence. */
final class Failures {
  private static final int TRACE_LINES = 60;
  private static final int LONGEST = 2_000;

  private Failures() {}

  /**
   * What an error means.
   *
   * @param stop why the attempt was told to stop, or null; an interrupted work shows any error
   */
  static AttemptEnded classify(Throwable error, @Nullable AttemptEnded stop) {
    if (stop != null) {
      return stop;
    }
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof AttemptEnded known) {
        return known;
      }
      if (isOutOfMemory(e)) {
        return new AttemptEnded(
            ExitCode.OUT_OF_MEMORY,
            "out-of-memory",
            "The worker ran out of memory: choose a smaller batch size, fewer tokens or more frozen"
                + " blocks.",
            error);
      }
    }
    Throwable root = error;
    if (error instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      root = wrapped.getCause();
    }
    if (root instanceof IOException full && isDiskFull(full)) {
      return new AttemptEnded(
          ExitCode.TRANSIENT,
          "disk-full",
          "The worker's disk is full; an admin has to free space in its scratch folder.",
          error);
    }
    String what = root.getClass().getSimpleName() + ": " + root.getMessage();
    if (root instanceof IOException && !(root instanceof JsonProcessingException)) {
      return new AttemptEnded(
          ExitCode.UNAVAILABLE, "input-output", "Reading or writing failed (" + what + ").", error);
    }
    return new AttemptEnded(
        ExitCode.CRASH,
        "worker-error",
        "The worker failed by an error of the program (" + what + "); its log has the details.",
        error);
  }

  private static boolean isDiskFull(IOException e) {
    return String.valueOf(e.getMessage()).contains("No space left on device");
  }

  /** The JVM's own error, and how PyTorch says it on CPU and GPU. */
  private static boolean isOutOfMemory(Throwable e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return e instanceof OutOfMemoryError
        || message.contains("out of memory")
        || message.contains("can't allocate memory")
        || message.contains("not enough memory");
  }

  /** At most 2,000 characters: a message of somebody else's code may have any length. */
  static String bounded(String sentence) {
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
  }

  /** The first lines of the stack trace. */
  static List<String> stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString().lines().limit(TRACE_LINES).toList();
  }
}
