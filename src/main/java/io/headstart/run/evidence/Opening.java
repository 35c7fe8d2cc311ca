package io.headstart.run.evidence;

/**
 * Whether it paid to train blocks of the base model and not only a head on it, by the same rules as
 * the {@link Verdict}: a gain counts when it is proven, and not when it is surely below one point.
 *
 * @param counts the run first, the head alone second, on the test split
 */
public record Opening(PairedCounts counts) {
  private static final String AGAINST = "a head alone on the base model's features";

  private Verdict verdict() {
    return Verdict.of(counts, AGAINST);
  }

  /** The first words of the statement. */
  public String words() {
    return switch (verdict().answer()) {
      case HELPED -> "Opening blocks paid.";
      case DID_NOT_HELP -> "Opening blocks did not pay.";
      case CANNOT_BE_TOLD, NOTHING_TRANSFERRED, WITHHELD ->
          "Whether opening blocks paid cannot be told.";
    };
  }

  /** The sentence after the first words: how large the difference is, how sure, and what to do. */
  public String sentence() {
    return verdict().measured()
        + switch (verdict().answer()) {
          case HELPED -> "";
          case DID_NOT_HELP ->
              " Train the head only: it takes a fraction of the time and does at least as well"
                  + " here.";
          case CANNOT_BE_TOLD, NOTHING_TRANSFERRED, WITHHELD ->
              " With "
                  + verdict().examples()
                  + " test examples a difference of this size may be chance.";
        };
  }
}
