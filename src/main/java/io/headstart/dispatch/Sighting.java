package io.headstart.dispatch;

import org.jspecify.annotations.Nullable;

/** What a launcher sees of a process. */
public sealed interface Sighting {
  /**
   * It runs, or will as soon as it can.
   *
   * @param trouble what keeps it from beginning or from going on, said on the job's page while it
   *     has not begun, and the reason of its end should its lease run out; or null
   */
  record Alive(@Nullable Why trouble) implements Sighting {
    /** It runs, as far as anybody knows. */
    public Alive() {
      this(null);
    }
  }

  /**
   * It is proven to be gone.
   *
   * @param exitCode how it ended (128 + signal when it was killed), or null when nobody saw that
   * @param why what ended it, where more is known than the exit code; or null
   */
  record Gone(@Nullable Integer exitCode, @Nullable Why why) implements Sighting {
    /** No more is known than how it ended. */
    public Gone(@Nullable Integer exitCode) {
      this(exitCode, null);
    }
  }

  /** It can't be seen from here; its lease decides. */
  record Unknown() implements Sighting {}
}
