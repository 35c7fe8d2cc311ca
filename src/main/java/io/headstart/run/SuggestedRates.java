package io.headstart.run;

import io.headstart.platform.page.Say;
import io.headstart.protocol.Modality;

/**
 * Learning rates that suit a depth of freezing, with the reason. For AdamW with a short warm-up.
 *
 * <p>For one open block half the head's rate did best on the validation split of the sample mails
 * with MiniLM (loss 0.17 after three epochs; 0.24 at a tenth of it). What a step does to the output
 * adds up over the open blocks, so the body's rate falls by their number from there.
 *
 * <p>For a head on pictures: of 120 photos of the sample's validation split 93 were right at 5e-3,
 * 95 at 1e-2, 98 at 2e-2 and 99 at 5e-2, after twenty epochs (MobileNetV2, 128 pixels, one seed).
 * Rates of deeper cuts on pictures weren't measured yet.
 *
 * @param head for the new head
 * @param headLow lower end of what usually works for the head
 * @param headHigh upper end of it
 * @param body for the open blocks; 0 when all are frozen
 * @param low lower end of what usually works for the body
 * @param high upper end of it
 * @param reason one or two sentences
 */
public record SuggestedRates(
    double head,
    double headLow,
    double headHigh,
    double body,
    double low,
    double high,
    String reason) {
  private static final double HEAD = 1e-3;
  private static final double HEAD_ALONE = 5e-3;
  private static final double ONE_BLOCK = 5e-4;

  /** Above all open blocks: the word embeddings move too, each only when its word is read. */
  private static final double EVERYTHING = 3e-5;

  private static final double HEAD_ON_PICTURES = 2e-2;
  private static final double UPPER_HEAD = 2e-3;
  private static final double UPPER_BLOCKS = 3e-4;
  private static final double ALL_BLOCKS = 1e-4;

  /**
   * From a trial with MiniLM on 900 mails of 48 tokens, three epochs, one seed: at 5e-4 it didn't
   * begin to learn and was right as often as the largest class, at 1e-4 in 194 of 240.
   */
  private static final double FRESH_ATTENTION = 1e-4;

  /** AdamW's own default; not measured yet. */
  private static final double FRESH_CONVOLUTIONS = 1e-3;

  /** What usually works lies within this factor of what is suggested. */
  private static final double WIDTH = 3;

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

  /**
   * The suggestion for training a graph from fresh weights, the same for all of it.
   *
   * @param modality what it reads
   */
  public static SuggestedRates fromScratch(Modality modality) {
    double rate = modality == Modality.PICTURES ? FRESH_CONVOLUTIONS : FRESH_ATTENTION;
    return around(
        rate,
        rate,
        "All weights are fresh, so nothing can be forgotten: head and blocks learn at one rate,"
            + " small enough that deep layers begin to learn at all.");
  }

  private static SuggestedRates ofPictures(int frozen, int blocks) {
    if (frozen >= blocks) {
      return around(
          HEAD_ON_PICTURES,
          0,
          "Only the head learns. It starts from nothing and has few weights, so it may move fast.");
    }
    if (frozen * 2 >= blocks) {
      return around(
          UPPER_HEAD,
          UPPER_BLOCKS,
          "The upper blocks hold what is special to the pictures that they were trained on: they may"
              + " move, at a fraction of the head's rate.");
    }
    return around(
        UPPER_HEAD,
        ALL_BLOCKS,
        "Edges and textures of the lower blocks serve for all pictures, and normalisation is fixed"
            + " in the weights: small steps keep both.");
  }

  private static SuggestedRates ofTexts(int frozen, int blocks) {
    int open = blocks - frozen;
    if (open <= 0) {
      return around(
          HEAD_ALONE,
          0,
          "Only the head learns. It starts from nothing and has few weights, so it may move fast.");
    }
    if (frozen == 0) {
      return around(
          HEAD,
          EVERYTHING,
          "Everything is open, the word embeddings too: small steps, or the model forgets what it"
              + " knew and learns the training split by heart.");
    }
    if (open == 1) {
      return around(
          HEAD,
          ONE_BLOCK,
          "The open block holds what was learned before: half the head's rate turns it towards your"
              + " data without losing that.");
    }
    return around(
        HEAD,
        twoDigits(ONE_BLOCK / open),
        "The steps of "
            + open
            + " open blocks add up in the output, so each is "
            + open
            + " times smaller than for one block.");
  }

  /** As forms show it, so that who leaves it out starts the same run as who reads it there. */
  private static double twoDigits(double rate) {
    return Double.parseDouble(Say.rate(rate));
  }

  private static SuggestedRates around(double head, double body, String reason) {
    return new SuggestedRates(
        head, head / WIDTH, head * WIDTH, body, body / WIDTH, body * WIDTH, reason);
  }
}
