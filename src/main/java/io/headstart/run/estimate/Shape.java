package io.headstart.run.estimate;

/**
 * What decides how long a run of a base model takes.
 *
 * @param blocks of the base model, 1 or more
 * @param frozen the first this many stay as they are
 * @param train examples to learn from
 * @param validation examples asked after each epoch
 * @param test examples asked at the end
 * @param epochs passes over the training split
 * @param batch examples per step
 * @param size of an example: tokens at most, or pixels of a side
 * @param pictures whether {@code size} counts pixels
 * @param views of each training picture that are kept where blocks are frozen; 1 for texts
 * @param kept whether a run before has left what the frozen part says: then it isn't computed
 */
public record Shape(
    int blocks,
    int frozen,
    long train,
    long validation,
    long test,
    int epochs,
    int batch,
    int size,
    boolean pictures,
    int views,
    boolean kept) {
  /**
   * A pass back costs about two passes forward (one for the inputs', one for the weights' part).
   */
  private static final double FORWARD_AND_BACK = 3;

  /** Blocks that are trained. */
  int open() {
    return blocks - frozen;
  }

  /** Passes of one example forward through one frozen block, each example once: it is kept. */
  double prefix() {
    return kept ? 0 : (double) frozen * (train * views + validation + test);
  }

  /** The same of the open blocks in all epochs, a pass back counted as two forward. */
  double training() {
    return open() * (epochs * (FORWARD_AND_BACK * train + validation) + test);
  }

  /** Steps of the head in all epochs, counted in examples. */
  double heads() {
    return (double) epochs * train;
  }

  /** Examples of all splits. */
  double all() {
    return (double) train + validation + test;
  }
}
