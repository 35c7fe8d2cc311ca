package io.headstart.datafile;

import io.headstart.protocol.Split;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Says from paths which class and which part each file belongs to: {@code cat/1.jpg}, {@code
 * train/cat/1.jpg}, both with or without one more folder around everything.
 */
final class PictureFolders {
  private static final int LONGEST_LABEL = 100;
  private static final Map<String, Split> PARTS = new HashMap<>();
  private static final Set<String> FURNITURE =
      Set.of("__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini");

  private static final Flaw NO_FOLDER =
      new Flaw(
          "no-folder",
          "The file stands in no folder, so it has no class",
          "Put it into the folder of its class, such as cat/1.jpg.");
  private static final Flaw NO_PART =
      new Flaw(
          "no-part",
          "The file stands beside the folders train, val and test, not in a class of one of them",
          "Put it into the folder of its class, such as train/cat/1.jpg.");
  private static final Flaw LABEL =
      new Flaw(
          "label",
          "The class folder's name is blank or longer than 100 characters",
          "Give the folder a shorter name.");

  static {
    for (String name : List.of("train", "training")) {
      PARTS.put(name, Split.TRAIN);
    }
    for (String name : List.of("val", "valid", "validation", "dev")) {
      PARTS.put(name, Split.VALIDATION);
    }
    for (String name : List.of("test", "testing")) {
      PARTS.put(name, Split.TEST);
    }
  }

  private PictureFolders() {}

  /** What file managers leave behind: nobody means it to be a picture. */
  static boolean isFurniture(String name) {
    for (String step : name.split("/", -1)) {
      if (step.startsWith(".") || FURNITURE.contains(step.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives each file its class and part.
   *
   * @param files those that can be read
   * @param leftOut is told of a file that has none, and why
   */
  static List<PictureEntry> entries(List<ZipRecord> files, BiConsumer<String, Flaw> leftOut) {
    int from = hasOneFolderAround(files) ? 1 : 0;
    boolean parted = isParted(files, from);
    List<PictureEntry> entries = new ArrayList<>();
    for (ZipRecord file : files) {
      String[] steps = file.name().split("/", -1);
      Split part = parted ? partOf(steps, from) : null;
      int at = parted ? from + 1 : from;
      if (steps.length < at + 2 || (parted && part == null)) {
        leftOut.accept(file.name(), parted ? NO_PART : NO_FOLDER);
        continue;
      }
      String label = Normalizer.normalize(steps[at], Normalizer.Form.NFC).strip();
      if (label.isEmpty() || label.length() > LONGEST_LABEL) {
        leftOut.accept(file.name(), LABEL);
        continue;
      }
      entries.add(new PictureEntry(file.name(), label, part, file.size()));
    }
    return entries;
  }

  private static @Nullable Split partOf(String[] steps, int at) {
    return PARTS.get(steps[at].toLowerCase(Locale.ROOT));
  }

  /** Files beside the one folder, such as a read-me, do not keep it from being one. */
  private static boolean hasOneFolderAround(List<ZipRecord> files) {
    String around = null;
    boolean deeper = false;
    for (ZipRecord file : files) {
      String[] steps = file.name().split("/", -1);
      if (steps.length < 2) {
        continue;
      }
      if (around != null && !around.equals(steps[0])) {
        return false;
      }
      around = steps[0];
      deeper |= steps.length > 2;
    }
    return deeper;
  }

  /** The folders say the parts when there is something to learn from and something else. */
  private static boolean isParted(List<ZipRecord> files, int at) {
    boolean train = false;
    boolean other = false;
    for (ZipRecord file : files) {
      String[] steps = file.name().split("/", -1);
      Split part = steps.length < at + 3 ? null : partOf(steps, at);
      train |= part == Split.TRAIN;
      other |= part == Split.VALIDATION || part == Split.TEST;
    }
    return train && other;
  }
}
