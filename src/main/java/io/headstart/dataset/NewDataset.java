package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody is about to upload.
 *
 * @param name name of the data set, 1 to 100 characters; absent: the file's name without its end
 * @param fileName name of the file, 1 to 255 characters; a label only
 * @param size bytes
 * @param sha256 of the content, 64 hexadecimal digits; absent: the check only says what it read
 */
public record NewDataset(
    @Nullable String name,
    @Nullable String fileName,
    @Nullable Long size,
    @Nullable String sha256) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_FILE_NAME = 255;

  /**
   * Looks at all fields at once.
   *
   * @param largest bytes that an upload may have
   * @throws Problem 422 with an item for each field that is wrong
   */
  Checked checked(long largest) {
    List<Item> items = new ArrayList<>();
    String file = fileName == null ? "" : fileName.strip();
    if (file.isEmpty() || file.length() > LONGEST_FILE_NAME || hasControls(file)) {
      items.add(
          new Item(
              "fileName",
              "The file's name is missing, longer than 255 characters or has control characters.",
              "Give a name such as mails.csv."));
    }
    String title = name == null || name.isBlank() ? withoutEnd(file) : name.strip();
    if (title.length() > LONGEST_NAME || hasControls(title)) {
      items.add(
          new Item(
              "name",
              "The name is longer than 100 characters or has control characters.",
              "Give a shorter name."));
    }
    if (size == null || size < 1) {
      items.add(
          new Item("size", "The size is missing or below 1.", "Give the file's size in bytes."));
    } else if (size > largest) {
      items.add(
          new Item(
              "size",
              String.format(
                  Locale.ROOT,
                  "The file has %,d bytes, more than %,d are not taken.",
                  size,
                  largest),
              "Upload a part of it, or let an administrator raise"
                  + " headstart.dataset.largest-upload."));
    }
    String hash =
        sha256 == null || sha256.isBlank() ? null : sha256.strip().toLowerCase(Locale.ROOT);
    if (hash != null && !hash.matches("[0-9a-f]{64}")) {
      items.add(
          new Item(
              "sha256",
              "The SHA-256 is not 64 hexadecimal digits.",
              "Give the output of sha256sum, or leave it out."));
    }
    if (!items.isEmpty() || size == null) {
      throw new Problem(422, "dataset-refused", "The data set can't be made like this", items);
    }
    return new Checked(title, file, size, hash);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static String withoutEnd(String file) {
    String bare = file.replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,6}$", "");
    return bare.substring(0, Math.min(LONGEST_NAME, bare.length()));
  }

  /** The same with every field right. */
  record Checked(String name, String fileName, long size, @Nullable String sha256) {}
}
