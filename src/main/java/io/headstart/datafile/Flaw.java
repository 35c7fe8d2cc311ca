package io.headstart.datafile;

/**
 * What is wrong with one file of an archive.
 *
 * @param reason short constant that tells kinds of problems apart
 * @param fact what is wrong, without full stop
 * @param consequence what follows for the data set, continues the fact
 * @param wayOut what to do about it, one sentence
 */
public record Flaw(String reason, String fact, String consequence, String wayOut) {
  /** One for which the file is left out of the data set. */
  public Flaw(String reason, String fact, String wayOut) {
    this(reason, fact, ": left out", wayOut);
  }

  /** What is wrong and what follows, one sentence. */
  public String text() {
    return fact + consequence + ".";
  }
}
