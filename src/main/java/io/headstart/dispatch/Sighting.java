package io.headstart.dispatch;

import org.jspecify.annotations.Nullable;

/** What a launcher sees of a process. */
public sealed interface Sighting {
  /** It runs. */
  record Alive() implements Sighting {}

  /**
   * It is proven to be gone.
   *
   * @param exitCode how it ended (128 + signal when it was killed), or null when nobody saw that
   */
  record Gone(@Nullable Integer exitCode) implements Sighting {}

  /** It can't be seen from here; its lease decides. */
  record Unknown() implements Sighting {}
}
