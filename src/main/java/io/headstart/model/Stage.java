package io.headstart.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a version of a model is for now. Any may follow any other. */
public enum Stage {
  /** Registered, and nobody relies on it yet. */
  CANDIDATE,
  /** The one to use; at most one version of a model is. */
  PRODUCTION,
  /** Kept for the record; nobody should take it up. */
  ARCHIVED;

  /** In words: {@code production}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage of that word; empty for any other text. */
  static Optional<Stage> of(@Nullable String word) {
    for (Stage stage : values()) {
      if (stage.word().equalsIgnoreCase(word == null ? "" : word.strip())) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }
}
