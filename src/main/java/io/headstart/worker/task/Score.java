package io.headstart.worker.task;

import io.headstart.protocol.TrainResult;
import java.util.ArrayList;
import java.util.List;

/** Sums up answers: mean cross-entropy and right ones. */
public final class Score {
  private double loss;
  private long correct;
  private long total;

  /**
   * Adds one answer.
   *
   * @param logits one for each class
   * @param label the true class
   */
  public void add(float[] logits, int label) {
    double largest = largest(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    loss += largest + Math.log(sum) - logits[label];
    correct += best(logits) == label ? 1 : 0;
    total++;
  }

  /** Mean cross-entropy in nats. */
  public double meanLoss() {
    return loss / total;
  }

  /** Right answers out of all. */
  public TrainResult.Count count() {
    return new TrainResult.Count(correct, total);
  }

  /** The class of the largest logit; of two equal ones the first. */
  public static int best(float[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  /** Probabilities of one row of logits. */
  public static List<Float> softmax(float[] logits) {
    double largest = largest(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    List<Float> probabilities = new ArrayList<>(logits.length);
    for (float logit : logits) {
      probabilities.add((float) (Math.exp(logit - largest) / sum));
    }
    return probabilities;
  }

  private static double largest(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    return largest;
  }
}
