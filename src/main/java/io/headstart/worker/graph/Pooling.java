package io.headstart.worker.graph;

/** How the vectors of all tokens become one. */
enum Pooling {
  /** Mean over the tokens that the attention mask keeps. */
  MEAN,
  /** The first token's. */
  CLS;

  static Pooling of(String name) {
    return switch (name) {
      case "mean" -> MEAN;
      case "cls" -> CLS;
      default -> throw new IllegalArgumentException("pooling must be mean or cls, not " + name);
    };
  }
}
