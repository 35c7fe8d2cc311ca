package io.headstart.worker.baseline;

import io.headstart.protocol.Example;
import io.headstart.worker.task.RowsUnusable;
import java.io.IOException;
import java.util.Map;

/**
 * A classifier that is trained from nothing, on the same splits: what a run has to beat. The same
 * data give the same answers.
 */
public interface Baseline {
  /** What it is, in words that can stand in a sentence. */
  String name();

  /** Trains on the training split, chooses on validation, and answers validation and test. */
  <E extends Exception> Answers answer(Progress<E> progress) throws IOException, RowsUnusable, E;

  /**
   * Answers of the chosen model.
   *
   * @param byId class by {@link Example#id()}, for validation and test
   * @param strength the penalty times training examples that was chosen
   * @param terms how many numbers it knows of an example
   */
  record Answers(Map<Long, Integer> byId, double strength, int terms) {}

  /**
   * Called often while the work goes on.
   *
   * @param <E> what it throws to end the work
   */
  interface Progress<E extends Exception> {
    /** This share of the work is done, 0 to 1. */
    void done(double share) throws E;
  }
}
