package io.headstart.testsupport.hostile;

import java.util.function.Supplier;

/**
 * A file that a reader has to survive.
 *
 * @param name unique in its corpus, fit for a file's name
 * @param fate what may become of it
 * @param entry name of the entry that a report has to name; empty where it is the whole file
 * @param content makes its bytes, the same ones each time; up to some 20 MB
 */
public record Specimen(String name, Fate fate, String entry, Supplier<byte[]> content) {
  /** What may become of a specimen. */
  public enum Fate {
    /** The whole file is refused, with a reason that people understand. */
    REFUSED,
    /** One entry is left out and named; everything else is read. */
    ENTRY_LEFT_OUT,
    /** Odd, but read like any other. */
    READ,
    /**
     * Readers may differ: read, left out or refused, but with a bounded cost and in clear words.
     */
    ANY
  }

  /** Its bytes. */
  public byte[] bytes() {
    return content.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
