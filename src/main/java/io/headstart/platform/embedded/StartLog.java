package io.headstart.platform.embedded;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/** Tells the person at the console what the start is doing while it takes time. */
public final class StartLog {
  private final PrintStream console;

  /** Writes to the given stream. */
  public StartLog(PrintStream console) {
    this.console = console;
  }

  /** One line. */
  public void say(String text) {
    console.println("Headstart: " + text);
    console.flush();
  }

  /** Says what begins, does it, and says how long it took. */
  <T> T step(String text, Supplier<T> work) {
    say(text + " …");
    long begun = System.nanoTime();
    T result = work.get();
    say(String.format(Locale.ROOT, "  done in %.1f s", (System.nanoTime() - begun) / 1e9));
    return result;
  }
}
