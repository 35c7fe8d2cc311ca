package io.headstart.run;

import io.headstart.protocol.Modality;

/**
 * Learning rates that suit a depth of freezing, with the reason. For AdamW with a short warm-up.
 *
 * @param head for the new head
 * @param body for the open blocks; 0 when all are frozen
 * @param low lower end of what usually works for the body
 * @param high upper end of it
 * @param reason one or two sentences
 */
public record SuggestedRates(double head, double body, double low, double high, String reason) {
  /**
   * The suggestion for a depth.
   *
   * @param frozen blocks that stay as they are
   * @param blocks all blocks of the base model
   * @param modality what it reads
   */
  public static SuggestedRates of(int frozen, int blocks, Modality modality) {
    return modality == Modality.PICTURES ? ofPictures(frozen, blocks) : ofTexts(frozen, blocks);
  }

  private static SuggestedRates ofPictures(int frozen, int blocks) {
    int open = blocks - frozen;
    if (open <= 0) {
      return new SuggestedRates(
          5e-3,
          0,
          0,
          0,
          "Only the head learns. It starts from nothing and has few weights, so it may move fast.");
    }
    if (frozen * 2 >= blocks) {
      return new SuggestedRates(
          2e-3,
          3e-4,
          1e-4,
          1e-3,
          "The upper blocks hold what is special to the pictures they were trained on: they may"
              + " move, at a tenth of the head's rate or a little more.");
    }
    return new SuggestedRates(
        2e-3,
        1e-4,
        3e-5,
        3e-4,
        "Edges and textures of the lower blocks serve for all pictures, and normalisation is fixed"
            + " in the weights: small steps keep both.");
  }

  private static SuggestedRates ofTexts(int frozen, int blocks) {
    int open = blocks - frozen;
    if (open <= 0) {
      return new SuggestedRates(
          5e-3,
          0,
          0,
          0,
          "Only the head learns. It starts from nothing and has few weights, so it may move fast.");
    }
    if (open <= 2) {
      return new SuggestedRates(
          1e-3,
          1e-4,
          3e-5,
          3e-4,
          "The open blocks hold what was learned before: a tenth of the head's rate changes them"
              + " without losing it.");
    }
    if (frozen > 0) {
      return new SuggestedRates(
          1e-3,
          5e-5,
          2e-5,
          1e-4,
          "With "
              + open
              + " blocks open, each step moves many weights at once: smaller steps keep what was"
              + " learned before.");
    }
    return new SuggestedRates(
        1e-3,
        3e-5,
        1e-5,
        5e-5,
        "Everything is open, the word embeddings too: small steps, or the model forgets what it"
            + " knew and learns the training split by heart.");
  }
}
