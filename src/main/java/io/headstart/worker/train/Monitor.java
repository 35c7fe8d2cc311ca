package io.headstart.worker.train;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reports progress, measures phases, and asks between steps whether to go on. */
final class Monitor {
  private final TrainListener listener;
  private final int epochs;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Pace pace = new Pace();
  private long phaseStarted = System.nanoTime();
  private String phase = "";
  private String unit = "";
  private long total;
  private long done;

  Monitor(TrainListener listener, int epochs) {
    this.listener = listener;
    this.epochs = epochs;
  }

  /** Begins a phase whose units are counted. */
  void begin(String phase, String unit, long total) {
    begin(phase, unit, total, 0);
  }

  /** Begins a phase of which something was done by an earlier attempt. */
  void begin(String phase, String unit, long total, long done) {
    this.phase = phase;
    this.unit = unit;
    this.total = total;
    this.done = done;
    phaseStarted = System.nanoTime();
    pace.reset();
    report(0);
  }

  /** Ends a phase and notes its duration under the name that the result has for it. */
  void end(String name) {
    seconds.merge(name, (System.nanoTime() - phaseStarted) / 1e9, Double::sum);
    phaseStarted = System.nanoTime();
  }

  /** What comes next is no unit of this phase and must not count into its pace. */
  void unitsBegin() {
    pace.restart();
  }

  /**
   * So many units of the phase are done in all.
   *
   * @return whether to go on or to stop after this epoch
   * @throws TrainingFailed when the run is cancelled
   */
  boolean advance(long nowDone, int epoch) throws TrainingFailed {
    pace.done(nowDone - done);
    done = nowDone;
    report(epoch);
    return go();
  }

  /**
   * Asks whether to go on.
   *
   * @return false to stop after this epoch
   * @throws TrainingFailed when the run is cancelled
   */
  boolean go() throws TrainingFailed {
    return switch (listener.directive()) {
      case CONTINUE -> true;
      case STOP -> false;
      case CANCEL ->
          throw new TrainingFailed(ExitCode.CANCELLED, "cancelled", "The run was cancelled.");
    };
  }

  private void report(int epoch) {
    listener.progress(
        new Heartbeat.Progress(phase, done, total, unit, epoch, epochs, pace.secondsPerUnit()));
  }

  /** Duration of each ended phase. */
  Map<String, Double> seconds() {
    return Map.copyOf(seconds);
  }
}
