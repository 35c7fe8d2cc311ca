package io.headstart.protocol;

/** What a data set holds and a base model reads. */
public enum Modality {
  /** Labelled texts: {@link Example#text()} is what the model reads. */
  TEXT,
  /**
   * Labelled pictures in a ZIP: {@link Example#text()} is the entry's name, as {@code
   * datafile.PictureArchive} lists it; the model reads that entry.
   */
  PICTURES
}
