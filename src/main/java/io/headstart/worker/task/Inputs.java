package io.headstart.worker.task;

/** What a batch gives to the model. */
public interface Inputs {
  /** Nothing: for a model that needs no more than its features. */
  Inputs NONE =
      name -> {
        throw new IllegalArgumentException("the input " + name + " was not made");
      };

  /**
   * One input of the model.
   *
   * @param name as the model calls it
   * @throws IllegalArgumentException for an input that such samples don't have
   */
  Array input(String name);

  /** Values, row-major, batch first. */
  sealed interface Array {
    /** Its dimensions. */
    long[] shape();
  }

  /**
   * Whole numbers.
   *
   * @param values row-major
   * @param shape batch first
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Longs(long[] values, long[] shape) implements Array {}

  /**
   * Numbers.
   *
   * @param values row-major
   * @param shape batch first
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Floats(float[] values, long[] shape) implements Array {}
}
