package io.headstart.worker.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headstart.protocol.Heartbeat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be told by a heartbeat. A batch leaves only when it was answered, so a lost answer
 * makes the same batch go again. Bounded: without contact the newest points and lines are dropped
 * (the whole series and log go to the store anyway) and a line says so. Thread-safe.
 */
final class Outbox {
  static final int POINTS_PER_BEAT = 2_000;
  static final int LOG_BYTES_PER_BEAT = 64 << 10;
  static final int LINE_BYTES = 4 << 10;
  private static final int MOST_POINTS = 200_000;
  private static final int MOST_LINES = 20_000;

  private final String instance;
  private final long began = System.nanoTime();
  private final Deque<Heartbeat.Point> points = new ArrayDeque<>();
  private final Deque<Heartbeat.LogLine> log = new ArrayDeque<>();
  private Heartbeat.@Nullable Progress progress;
  private long lines;
  private long dropped;

  Outbox(String instance) {
    this.instance = instance;
  }

  synchronized void progress(Heartbeat.Progress now) {
    progress = now;
  }

  synchronized void point(Heartbeat.Point point) {
    if (points.size() < MOST_POINTS) {
      points.add(point);
    }
  }

  synchronized void log(String text) {
    if (log.size() >= MOST_LINES) {
      dropped++;
      return;
    }
    if (dropped > 0) {
      long left = dropped;
      dropped = 0;
      append("… " + left + " lines were left out here: the control plane was out of reach.");
    }
    append(text);
  }

  private void append(String text) {
    long at = (System.nanoTime() - began) / 1_000_000;
    log.add(new Heartbeat.LogLine(++lines, at, cut(text)));
  }

  /** One line, at most 4 KiB in UTF-8. */
  static String cut(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ').replace('\0', ' ');
    if (line.length() * 3L <= LINE_BYTES || line.getBytes(UTF_8).length <= LINE_BYTES) {
      return line;
    }
    int end = Math.min(line.length(), LINE_BYTES);
    while (line.substring(0, end).getBytes(UTF_8).length > LINE_BYTES - 4) {
      end -= Math.max(1, end / 50);
    }
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + "…";
  }

  /** What the next beat carries; stays here until {@link #sent}. */
  synchronized Heartbeat batch() {
    List<Heartbeat.Point> somePoints = new ArrayList<>();
    for (Heartbeat.Point point : points) {
      if (somePoints.size() == POINTS_PER_BEAT) {
        break;
      }
      somePoints.add(point);
    }
    List<Heartbeat.LogLine> someLines = new ArrayList<>();
    int bytes = 0;
    for (Heartbeat.LogLine line : log) {
      bytes += line.text().getBytes(UTF_8).length;
      if (bytes > LOG_BYTES_PER_BEAT) {
        break;
      }
      someLines.add(line);
    }
    return new Heartbeat(instance, progress, somePoints, someLines);
  }

  /** The server has this batch. */
  synchronized void sent(Heartbeat batch) {
    for (int i = 0; i < batch.points().size(); i++) {
      points.remove();
    }
    for (int i = 0; i < batch.log().size(); i++) {
      log.remove();
    }
    if (batch.progress() != null && batch.progress().equals(progress)) {
      progress = null;
    }
  }

  /** True when there is something to tell. */
  synchronized boolean hasMore() {
    return !points.isEmpty() || !log.isEmpty() || progress != null;
  }
}
