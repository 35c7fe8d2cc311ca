package io.headstart.worker.baseline;

import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.worker.task.Sample;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear head on what the base model says of each example before anything of it was trained: what
 * a run that opens blocks has to beat, or opening them was for nothing. The vectors are brought to
 * mean 0 and deviation 1 on the training split, and a logistic regression is fitted to them whose
 * strength is chosen on the validation split.
 *
 * <p>Vectors lie in a file until {@link #close}; memory depends on their width and the classes.
 */
public final class LinearHead implements Baseline, AutoCloseable {
  /**
   * Penalties times the number of training rows, the strongest first: values near 1 in some hundred
   * places want stronger ones than rare words do.
   */
  private static final List<Double> STRENGTHS = List.of(1000.0, 100.0, 10.0, 1.0);

  /** What a value takes on disk: here, and as a term with its value in the contest. */
  private static final int BYTES = 3 * Float.BYTES;

  private static final double SMALLEST_DEVIATION = 1e-6;

  private final int classes;
  private final int width;
  private final Path scratch;
  private final Path file;
  private final DataOutputStream out;
  private final List<Sample> samples = new ArrayList<>();
  private final double[] mean;
  private final double[] squares;
  private long learned;

  /**
   * A head without examples.
   *
   * @param classes number of classes
   * @param width numbers in each vector
   * @param scratch folder for files that are needed only meanwhile
   */
  public LinearHead(int classes, int width, Path scratch) throws IOException {
    this.classes = classes;
    this.width = width;
    this.scratch = scratch;
    this.file = scratch.resolve("head-vectors.f32");
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    this.mean = new double[width];
    this.squares = new double[width];
  }

  /** Bytes of disk that so many vectors take. */
  public static long bytes(long examples, int width) {
    return Math.multiplyExact(Math.multiplyExact(examples, width), BYTES);
  }

  /**
   * Adds an example.
   *
   * @param vector what the base model says of it, as wide as was promised
   */
  public void add(Sample sample, float[] vector) throws IOException {
    if (vector.length != width) {
      throw new IllegalArgumentException("a vector of " + vector.length + ", not " + width);
    }
    samples.add(sample);
    boolean learns = sample.split() == Split.TRAIN;
    learned += learns ? 1 : 0;
    for (int i = 0; i < width; i++) {
      out.writeFloat(vector[i]);
      if (learns) {
        // Welford's: sums of squares would lose the deviation of values far from 0.
        double before = vector[i] - mean[i];
        mean[i] += before / learned;
        squares[i] += before * (vector[i] - mean[i]);
      }
    }
  }

  @Override
  public String name() {
    return TrainResult.HEAD_ONLY;
  }

  /** Fits it; no example can be added any more. */
  @Override
  public <E extends Exception> Answers answer(Progress<E> progress) throws IOException, E {
    out.close();
    double[] scale = new double[width];
    for (int i = 0; i < width; i++) {
      double deviation = Math.sqrt(squares[i] / Math.max(1, learned));
      // What is the same everywhere tells nothing, and mustn't be blown up where it differs at
      // last.
      scale[i] = deviation < SMALLEST_DEVIATION ? 0 : 1 / deviation;
    }
    int[] terms = IntStream.range(0, width).toArray();
    try (Contest contest = new Contest(classes, STRENGTHS, scratch);
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      for (Sample sample : samples) {
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
          values[i] = (float) ((in.readFloat() - mean[i]) * scale[i]);
        }
        contest.add(sample.split(), sample.id(), new SparseRow(sample.label(), terms, values));
      }
      return contest.answer(width, progress);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
