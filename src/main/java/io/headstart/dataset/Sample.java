package io.headstart.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** Data that ships with Headstart; the first is the one to begin with. */
public enum Sample {
  /** Sentences out of reviews. */
  FOOD_REVIEWS(
      "Food reviews",
      "food-reviews.csv",
      "text/csv",
      "Sentences about restaurants: is the guest content?"),
  /** Short messages. */
  SPAM_OR_HAM("Spam or ham", "spam-or-ham.csv", "text/csv", "Short messages: advertising or not?"),
  /** Small grey pictures. */
  FASHION_ITEMS(
      "Fashion items",
      "fashion-items.zip",
      "application/zip",
      "1,000 small grey pictures of clothes, bags and shoes in 10 classes.");

  private final String title;
  private final String fileName;
  private final String contentType;
  private final String about;

  Sample(String title, String fileName, String contentType, String about) {
    this.title = title;
    this.fileName = fileName;
    this.contentType = contentType;
    this.about = about;
  }

  /** The one of that name. */
  public static Optional<Sample> named(String name) {
    return Arrays.stream(values()).filter(sample -> sample.name().equals(name)).findFirst();
  }

  /** Name of its data set. */
  public String title() {
    return title;
  }

  /** Name of its file. */
  public String fileName() {
    return fileName;
  }

  /** Media type of its file. */
  public String contentType() {
    return contentType;
  }

  /** What it is about, one sentence. */
  public String about() {
    return about;
  }

  /** Bytes of its file. */
  public long size() {
    try (InputStream content = open()) {
      return content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to declare before it is put. */
  public NewDataset declaration() {
    return new NewDataset(title, fileName, size(), null);
  }

  /** Its file; to be closed by the caller. */
  public InputStream open() {
    String resource = "/samples/" + fileName;
    InputStream content = Sample.class.getResourceAsStream(resource);
    if (content == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    return content;
  }
}
