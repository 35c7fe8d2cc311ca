package io.headstart.worker.baseline;

import java.util.Arrays;

/**
 * Multinomial logistic regression: mean cross-entropy + penalty / 2 · |weights|²; the biases are
 * free. Coefficients lie class after class, each with its terms and then its bias.
 *
 * @param classes number of classes
 * @param terms number of terms
 */
record LogisticRegression(int classes, int terms) {
  /** Coefficients to begin with. */
  double[] start() {
    return new double[classes * (terms + 1)];
  }

  /** What is made small on these rows. */
  Objective objective(RowStore rows, double penalty) {
    return (point, gradient) -> {
      Arrays.fill(gradient, 0);
      double[] sum = new double[1];
      rows.forEach(row -> sum[0] += add(point, gradient, row));
      double value = sum[0] / rows.size();
      for (int k = 0; k < classes; k++) {
        int first = k * (terms + 1);
        for (int i = first; i <= first + terms; i++) {
          gradient[i] /= rows.size();
          if (i < first + terms) {
            gradient[i] += penalty * point[i];
            value += penalty / 2 * point[i] * point[i];
          }
        }
      }
      return value;
    };
  }

  private double add(double[] point, double[] gradient, SparseRow row) {
    double[] scores = scores(point, row);
    double largest = Arrays.stream(scores).max().orElse(0);
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - largest);
    }
    for (int k = 0; k < classes; k++) {
      double error = Math.exp(scores[k] - largest) / sum - (k == row.label() ? 1 : 0);
      int first = k * (terms + 1);
      for (int i = 0; i < row.terms().length; i++) {
        gradient[first + row.terms()[i]] += error * row.values()[i];
      }
      gradient[first + terms] += error;
    }
    return largest + Math.log(sum) - scores[row.label()];
  }

  /** Logits of a row. */
  double[] scores(double[] point, SparseRow row) {
    double[] scores = new double[classes];
    for (int k = 0; k < classes; k++) {
      int first = k * (terms + 1);
      double score = point[first + terms];
      for (int i = 0; i < row.terms().length; i++) {
        score += point[first + row.terms()[i]] * row.values()[i];
      }
      scores[k] = score;
    }
    return scores;
  }

  /** The answer; of two equally probable classes the first. */
  int answer(double[] point, SparseRow row) {
    double[] scores = scores(point, row);
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return best;
  }
}
