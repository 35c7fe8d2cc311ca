package io.headstart.worker.train;

import io.headstart.protocol.Heartbeat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Hears how a run goes and steers it. Every method is called from the thread that trains, in the
 * order in which things happen. All but {@link #checkpoint} must return at once, since training
 * waits for them; whoever sends to a network does it from a thread of its own.
 */
public interface TrainListener {
  /** How far the run is. Called often (up to once a step); keeping the last one is enough. */
  void progress(Heartbeat.Progress progress);

  /** A new point. A resumed run doesn't repeat those of the epochs before its checkpoint. */
  void point(Heartbeat.Point point);

  /** A line of the log, without line end. */
  void log(String text);

  /**
   * What to do next; asked between any two steps, so that an answer takes effect within one. STOP
   * ends the run after the current epoch and keeps the best one (it changes nothing before training
   * has begun or after it has ended); CANCEL ends it at once.
   */
  Heartbeat.Directive directive();

  /**
   * An epoch has ended and everything that a later attempt needs to go on lies on disk. The files
   * stay as they are until the next checkpoint has been taken. Training waits until this returns.
   *
   * @param epoch from 1
   * @param files by name; all of them, in one folder under these names, are what {@link
   *     TrainFiles#resume} wants
   * @throws IOException when they can't be kept; ends the run
   */
  void checkpoint(int epoch, Map<String, Path> files) throws IOException;
}
