package io.headstart.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model with its versions.
 *
 * @param name of the model
 * @param versions the newest first; at least one
 */
public record ModelView(String name, List<Registered> versions) {
  /** The newest version. */
  public Registered latest() {
    return versions.get(0);
  }

  /** The version in production, or null. */
  public @Nullable Registered production() {
    return versions.stream().filter(v -> v.stage() == Stage.PRODUCTION).findFirst().orElse(null);
  }

  /** The version that people are shown first: the one in production, else the newest. */
  public Registered shown() {
    Registered production = production();
    return production == null ? latest() : production;
  }

  /** One of its versions, or null. */
  @Nullable Registered version(long number) {
    return versions.stream().filter(v -> v.number() == number).findFirst().orElse(null);
  }
}
