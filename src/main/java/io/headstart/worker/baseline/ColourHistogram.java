package io.headstart.worker.baseline;

import io.headstart.datafile.Picture;
import io.headstart.protocol.TrainResult;
import io.headstart.worker.task.PictureExamples;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.Sample;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The baseline of pictures without transfer: which share of the pixels has which of 8 x 8 x 8
 * colours, and a logistic regression whose strength is chosen on the validation split. It sees the
 * same part of each picture as the model, and nothing of shapes.
 */
public final class ColourHistogram implements Baseline {
  private static final int BITS = 3;
  private static final int COLOURS = 1 << (3 * BITS);

  private final PictureExamples examples;
  private final int classes;
  private final Path scratch;

  /**
   * Prepares the baseline of one data set.
   *
   * @param scratch folder for files that are needed only meanwhile
   */
  public ColourHistogram(PictureExamples examples, int classes, Path scratch) {
    this.examples = examples;
    this.classes = classes;
    this.scratch = scratch;
  }

  @Override
  public String name() {
    return TrainResult.COLOUR_HISTOGRAM;
  }

  /** The first half of the progress is counting. */
  @Override
  public <E extends Exception> Answers answer(Progress<E> progress)
      throws IOException, RowsUnusable, E {
    try (Contest contest = new Contest(classes, Contest.STRENGTHS, scratch)) {
      int counted = 0;
      for (Sample sample : examples.all()) {
        contest.add(sample.split(), sample.id(), row(examples.picture(sample), sample.label()));
        progress.done(0.5 * ++counted / examples.all().size());
      }
      return contest.answer(COLOURS, share -> progress.done(0.5 + share / 2));
    }
  }

  /** Roots of the shares, so that a colour that few pixels have still counts. */
  static SparseRow row(Picture picture, int label) {
    int[] counts = new int[COLOURS];
    byte[] rgb = picture.rgb();
    int pixels = rgb.length / 3;
    for (int i = 0; i < pixels; i++) {
      int colour = 0;
      for (int c = 0; c < 3; c++) {
        colour = (colour << BITS) | ((rgb[3 * i + c] & 0xff) >> (8 - BITS));
      }
      counts[colour]++;
    }
    int[] terms = new int[COLOURS];
    float[] values = new float[COLOURS];
    int found = 0;
    for (int colour = 0; colour < COLOURS; colour++) {
      if (counts[colour] > 0) {
        terms[found] = colour;
        values[found++] = (float) Math.sqrt((double) counts[colour] / pixels);
      }
    }
    return new SparseRow(
        label, java.util.Arrays.copyOf(terms, found), java.util.Arrays.copyOf(values, found));
  }
}
