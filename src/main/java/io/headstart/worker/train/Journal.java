package io.headstart.worker.train;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a run's series and log as files, and tells the listener. */
final class Journal implements AutoCloseable {
  private final TrainListener listener;
  private final Path series;
  private final Path log;
  private final BufferedWriter seriesWriter;
  private final BufferedWriter logWriter;
  private final ObjectWriter json = Protocol.json().writerFor(Heartbeat.Point.class);
  private final long started = System.nanoTime();

  /**
   * Opens both files.
   *
   * @param output folder for them
   * @param earlierSeries points of the epochs before a checkpoint, which the series goes on from
   */
  Journal(TrainListener listener, Path output, @Nullable Path earlierSeries) throws IOException {
    this.listener = listener;
    this.series = output.resolve(TrainSpec.SERIES);
    this.log = output.resolve(TrainSpec.LOG);
    if (earlierSeries == null) {
      Files.deleteIfExists(series);
    } else {
      Files.copy(earlierSeries, series, StandardCopyOption.REPLACE_EXISTING);
    }
    seriesWriter =
        Files.newBufferedWriter(
            series,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND);
    logWriter = Files.newBufferedWriter(log);
  }

  void point(String name, long step, int epoch, double value) throws IOException {
    Heartbeat.Point point = new Heartbeat.Point(name, step, epoch, value);
    seriesWriter.write(json.writeValueAsString(point));
    seriesWriter.write('\n');
    listener.point(point);
  }

  void log(String text) throws IOException {
    double seconds = (System.nanoTime() - started) / 1e9;
    logWriter.write(String.format(Locale.ROOT, "%9.3f  %s%n", seconds, text));
    // A worker may die at any instant; the log tells where.
    logWriter.flush();
    listener.log(text);
  }

  /** The series up to now, complete on disk. */
  Path series() throws IOException {
    seriesWriter.flush();
    return series;
  }

  /** The log up to now, complete on disk. */
  Path logFile() {
    return log;
  }

  @Override
  public void close() throws IOException {
    try (seriesWriter;
        logWriter) {
      seriesWriter.flush();
    }
  }
}
