package io.headstart.worker.train;

import java.util.Arrays;

/**
 * What the training loss compares the answers with: cross-entropy whose targets may be smoothed and
 * weighed by class, as PyTorch's {@code CrossEntropyLoss} defines it for {@code label_smoothing},
 * {@code weight} and the reduction {@code mean}. With the share ε spread over all K classes and
 * weights w, the loss of a batch is
 *
 * <p>Σᵢ Σ_c w_c · ((1 − ε) · [c = yᵢ] + ε / K) · −log p_c / Σᵢ w_yᵢ.
 *
 * <p>Validation and test are judged by plain cross-entropy whatever is trained with, so that runs
 * can be compared.
 */
final class Target {
  private final double smoothing;
  private final double[] weights;

  private Target(double smoothing, double[] weights) {
    this.smoothing = smoothing;
    this.weights = weights;
  }

  /**
   * Every class weighs the same.
   *
   * @param smoothing share of the target that is spread over all classes alike, 0 to below 1
   */
  static Target even(int classes, double smoothing) {
    double[] weights = new double[classes];
    Arrays.fill(weights, 1);
    return new Target(smoothing, weights);
  }

  /**
   * A class weighs by how rare it is: examples / (classes · examples of the class), so that all
   * classes together pull alike. One without an example weighs nothing.
   *
   * @param counts examples of each class in the training split
   */
  static Target balanced(long[] counts, double smoothing) {
    double all = Arrays.stream(counts).sum();
    double[] weights = new double[counts.length];
    for (int c = 0; c < counts.length; c++) {
      weights[c] = counts[c] == 0 ? 0 : all / (counts.length * (double) counts[c]);
    }
    return new Target(smoothing, weights);
  }

  /**
   * What each logarithm of a probability counts in the loss of a batch, with a negative sign.
   *
   * @param labels class of each example of the batch
   * @return [batch · classes], row-major
   */
  float[] shares(long[] labels) {
    int classes = weights.length;
    double sum = 0;
    for (long label : labels) {
      sum += weights[(int) label];
    }
    float[] shares = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      for (int c = 0; c < classes; c++) {
        double hit = c == labels[i] ? 1 - smoothing : 0;
        shares[i * classes + c] = (float) (-weights[c] * (hit + smoothing / classes) / sum);
      }
    }
    return shares;
  }
}
