package io.headstart.protocol;

import java.util.List;

/**
 * How a run reads pictures: the shorter side is scaled to {@code side}, the middle square is taken,
 * and each value v of a channel becomes (v - mean) / scale.
 *
 * <p>Training pictures may be varied: a random part of random proportions, a random mirror image,
 * random brightness, contrast and saturation. Validation and test pictures never are.
 *
 * @param side pixels
 * @param mean of red, green and blue, in units of 0 to 255
 * @param scale of red, green and blue, in units of 0 to 255
 * @param smallestCrop smallest share of a training picture's area that a random part has; 1: all
 *     pictures are taken whole
 * @param flip whether half of them, at random, are mirrored left to right
 * @param colour largest relative change of brightness, contrast and saturation, 0 to 0.5
 * @param cachedViews where blocks are frozen, what they say of each training picture is kept for
 *     this many views of it: the picture as it is, and random ones; from 1
 */
public record PictureSettings(
    int side,
    List<Double> mean,
    List<Double> scale,
    double smallestCrop,
    boolean flip,
    double colour,
    int cachedViews) {

  /** Whether training pictures are varied at all. */
  public boolean varies() {
    return smallestCrop < 1 || flip || colour > 0;
  }
}
