package io.headstart.run;

import io.headstart.catalog.Manifest;
import io.headstart.platform.page.Say;
import io.headstart.protocol.PictureSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a run reads pictures, as people choose it.
 *
 * @param side pixels
 * @param smallestCrop smallest share of a training picture's area that a random part has; 1: whole
 * @param flip whether training pictures are mirrored at random
 * @param colour largest relative change of a training picture's colours, 0 to 0.5
 * @param cachedViews views of each training picture that are kept where blocks are frozen
 */
public record PictureChoice(
    int side, double smallestCrop, boolean flip, double colour, int cachedViews) {

  static @Nullable PictureChoice of(Run run) {
    if (run.side == null
        || run.smallestCrop == null
        || run.flip == null
        || run.colour == null
        || run.cachedViews == null) {
      return null;
    }
    return new PictureChoice(
        run.side.intValue(), run.smallestCrop, run.flip, run.colour, run.cachedViews.intValue());
  }

  /** Whether training pictures are varied. */
  public boolean varies() {
    return smallestCrop < 1 || flip || colour > 0;
  }

  /** The choice in words: the side, and what training pictures are varied by. */
  public String words() {
    StringBuilder words = new StringBuilder().append(side).append(" pixels a side");
    if (smallestCrop < 1) {
      words.append(", parts from ").append(Say.share(smallestCrop));
    }
    if (flip) {
      words.append(", mirrored");
    }
    if (colour > 0) {
      words.append(", colours changed by up to ").append(Say.share(colour));
    }
    if (varies() && cachedViews > 1) {
      words.append(", ").append(cachedViews).append(" views");
    }
    return words.toString();
  }

  /** With what the base model needs of each value. */
  public PictureSettings with(Manifest base) {
    return new PictureSettings(
        side, base.input().mean(), base.input().scale(), smallestCrop, flip, colour, cachedViews);
  }
}
