package io.headstart.worker.baseline;

/** A function to be made small. */
interface Objective {
  /**
   * Value and gradient at a point.
   *
   * @param gradient receives the gradient
   */
  double at(double[] point, double[] gradient);
}
