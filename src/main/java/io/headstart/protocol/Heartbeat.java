package io.headstart.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/heartbeat}: a sign of life with what happened since the last one. Sending the same
 * one twice changes nothing: points are keyed by (series, step), log lines by their number.
 *
 * @param instance id of the process, the one that claimed the attempt
 * @param progress how far it is, or null when nothing changed
 * @param points new points of the series, at most 2,000; each series in the order of its steps
 * @param log new lines of the log, together at most 64 KiB
 */
public record Heartbeat(
    String instance, @Nullable Progress progress, List<Point> points, List<LogLine> log) {

  /**
   * How far an attempt is.
   *
   * @param phase word for people: {@code reading}, {@code prefix} (the pass through the frozen
   *     part), {@code training}, {@code baseline}, {@code export}
   * @param done units done of this phase
   * @param total units of this phase, 0 when unknown
   * @param unit what is counted: {@code examples}, {@code steps}, {@code bytes}, {@code rows}
   * @param epoch current epoch from 1, or 0
   * @param epochs epochs asked for, or 0
   * @param secondsPerUnit measured time of one unit in this phase, or null before one was measured
   */
  public record Progress(
      String phase,
      long done,
      long total,
      String unit,
      int epoch,
      int epochs,
      @Nullable Double secondsPerUnit) {}

  /**
   * One measured value.
   *
   * @param series {@code train_loss}, {@code learning_rate_head}, {@code learning_rate_body} (x =
   *     step from 1), {@code validation_loss}, {@code validation_accuracy} (x = step at the epoch's
   *     end)
   * @param step optimiser step from 1, counted over all epochs
   * @param epoch from 1
   * @param value the value
   */
  public record Point(String series, long step, int epoch, double value) {}

  /**
   * One line of the log.
   *
   * @param number from 1, dense within the attempt
   * @param at milliseconds since the attempt started
   * @param text without line end, at most 4 KiB
   */
  public record LogLine(long number, long at, String text) {}

  /** The server's answer. */
  public enum Directive {
    /** Go on. */
    CONTINUE,
    /** Finish this epoch, keep the best one, commit. */
    STOP,
    /** End at once and write nothing more; exit with {@link ExitCode#CANCELLED}. */
    CANCEL
  }

  /**
   * The server's answer to a heartbeat.
   *
   * @param directive what to do
   */
  public record Answer(Directive directive) {}
}
