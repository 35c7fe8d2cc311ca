package io.headstart.worker.train;

import io.headstart.protocol.Modality;
import io.headstart.worker.baseline.Baseline;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import java.io.IOException;

/** What a modality supplies to a run; all else is the same for texts and pictures. */
interface Task {
  /** What its base models read. */
  Modality modality();

  /** Reads the data set. */
  Examples examples() throws IOException, RowsUnusable, TrainingFailed;

  /** The baseline that is trained from nothing on these examples. */
  Baseline baseline(Examples examples);

  /** What was read, in one line of the log. */
  String read(Examples examples);

  /** What to choose smaller when memory doesn't suffice. */
  String lessMemory();

  /** How many views of each training example are kept where blocks are frozen. */
  int views();
}
