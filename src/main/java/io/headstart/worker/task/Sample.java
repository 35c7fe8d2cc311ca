package io.headstart.worker.task;

import io.headstart.protocol.Split;

/** One example, as far as a training loop knows it. */
public interface Sample {
  /** Its place in the file of rows, from 0. */
  int index();

  /** The row's number in the user's file. */
  long id();

  /** Where it belongs. */
  Split split();

  /** Its class, an index. */
  int label();

  /** Samples of like length go well together; 1 where all are alike. */
  int length();
}
