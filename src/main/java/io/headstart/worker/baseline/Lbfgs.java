package io.headstart.worker.baseline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS for smooth convex functions: two-loop recursion (Nocedal and Wright,
 * algorithm 7.4) with a line search that halves the step until the value has fallen enough. Draws
 * nothing at random: the same function and start give the same point.
 */
final class Lbfgs {
  private static final int MEMORY = 6;
  private static final int MOST_HALVINGS = 30;
  private static final double ENOUGH = 1e-4;

  private final int mostIterations;
  private final double tolerance;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  /** A step and what it changed in the gradient. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pair(double[] step, double[] change, double rho) {}

  /**
   * Sets when to end.
   *
   * @param tolerance largest entry of the gradient at which the point is good enough
   */
  Lbfgs(int mostIterations, double tolerance) {
    this.mostIterations = mostIterations;
    this.tolerance = tolerance;
  }

  /** Told after each iteration; may throw to end. */
  interface Beat<E extends Exception> {
    /** One iteration is done. */
    void beat() throws E;
  }

  /**
   * Looks for the minimum.
   *
   * @param start where to begin; not changed
   * @return the best point found
   */
  <E extends Exception> double[] minimise(Objective objective, double[] start, Beat<E> beat)
      throws E {
    pairs.clear();
    double[] x = start.clone();
    double[] g = new double[x.length];
    double value = objective.at(x, g);
    double[] nextX = new double[x.length];
    double[] nextG = new double[x.length];
    for (int i = 0; i < mostIterations && largest(g) > tolerance; i++) {
      double[] direction = direction(g);
      double slope = dot(direction, g);
      double length = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(g, g))) : 1;
      double nextValue = Double.NaN;
      for (int h = 0; h < MOST_HALVINGS; h++, length /= 2) {
        for (int k = 0; k < x.length; k++) {
          nextX[k] = x[k] + length * direction[k];
        }
        nextValue = objective.at(nextX, nextG);
        if (nextValue <= value + ENOUGH * length * slope) {
          break;
        }
      }
      beat.beat();
      // Nothing smaller along the best direction: the limit of what doubles can tell apart.
      if (!(nextValue < value)) {
        break;
      }
      remember(minus(nextX, x), minus(nextG, g));
      System.arraycopy(nextX, 0, x, 0, x.length);
      System.arraycopy(nextG, 0, g, 0, g.length);
      value = nextValue;
    }
    return x;
  }

  private void remember(double[] step, double[] change) {
    double curvature = dot(step, change);
    if (curvature > 0) {
      pairs.addLast(new Pair(step, change, 1 / curvature));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
  }

  private double[] direction(double[] g) {
    double[] q = g.clone();
    double[] alphas = new double[pairs.size()];
    int at = pairs.size();
    for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); ) {
      Pair pair = newestFirst.next();
      double alpha = pair.rho() * dot(pair.step(), q);
      alphas[--at] = alpha;
      addTo(q, -alpha, pair.change());
    }
    Pair newest = pairs.peekLast();
    if (newest != null) {
      scale(q, 1 / (newest.rho() * dot(newest.change(), newest.change())));
    }
    for (Pair pair : pairs) {
      double beta = pair.rho() * dot(pair.change(), q);
      addTo(q, alphas[at++] - beta, pair.step());
    }
    scale(q, -1);
    return q;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    addTo(difference, -1, b);
    return difference;
  }

  private static void addTo(double[] a, double factor, double[] b) {
    for (int k = 0; k < a.length; k++) {
      a[k] += factor * b[k];
    }
  }

  private static void scale(double[] a, double factor) {
    for (int k = 0; k < a.length; k++) {
      a[k] *= factor;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double largest(double[] a) {
    double largest = 0;
    for (double value : a) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
