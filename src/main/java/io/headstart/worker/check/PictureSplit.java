package io.headstart.worker.check;

import io.headstart.datafile.PictureEntry;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part each picture belongs to. Where the archive's folders say it, they are believed, but no
 * picture is learned from that is asked about later: of equal bytes in several parts those of the
 * test stay, else those of the validation. A part that is missing is taken from the training's
 * pictures. Without folders: as {@link SplitPlan} splits texts. Equal bytes are always in one part.
 */
final class PictureSplit {
  private static final double SHARE = 0.15;

  private final long[] keys;
  private final int[] classes;
  private final @Nullable Split[] parts;
  private final boolean[] across;
  private final boolean given;
  private final boolean[] disputed;
  private final boolean[] tooSmall;
  private @Nullable Split made;

  /**
   * @param entries all pictures
   * @param keys of their bytes under the seed, from 0
   * @param classes number of the class of each, -1 for one that is no good
   * @param size how many classes there are
   */
  PictureSplit(List<PictureEntry> entries, long[] keys, int[] classes, int size, Path scratch)
      throws IOException, UnusableFile {
    this.keys = keys;
    this.classes = classes;
    this.parts = new Split[keys.length];
    this.across = new boolean[keys.length];
    this.disputed = new boolean[keys.length];
    this.tooSmall = new boolean[size];
    this.given = entries.stream().anyMatch(entry -> entry.split() != null);
    findDisputed();
    if (given) {
      take(entries);
      leaveOutWhatComesAgain();
      makeMissing(size);
    } else {
      split(size, scratch);
    }
  }

  private void findDisputed() {
    Map<Long, Integer> first = new HashMap<>();
    Set<Long> many = new HashSet<>();
    for (int i = 0; i < keys.length; i++) {
      if (classes[i] >= 0) {
        Integer known = first.putIfAbsent(keys[i], classes[i]);
        if (known != null && known != classes[i]) {
          many.add(keys[i]);
        }
      }
    }
    for (int i = 0; i < keys.length; i++) {
      disputed[i] = classes[i] >= 0 && many.contains(keys[i]);
    }
  }

  private void split(int size, Path scratch) throws IOException, UnusableFile {
    try (TextGroups groups = new TextGroups(scratch)) {
      for (int i = 0; i < keys.length; i++) {
        if (classes[i] >= 0) {
          groups.add(keys[i], classes[i]);
        }
      }
      SplitPlan plan = new SplitPlan(groups, size);
      for (int i = 0; i < size; i++) {
        tooSmall[i] = plan.isTooSmall(i);
      }
      for (int i = 0; i < keys.length; i++) {
        if (classes[i] >= 0 && !tooSmall[classes[i]]) {
          parts[i] = plan.of(keys[i], classes[i]);
        }
      }
    }
  }

  private void take(List<PictureEntry> entries) {
    for (int i = 0; i < keys.length; i++) {
      parts[i] = classes[i] < 0 ? null : entries.get(i).split();
    }
  }

  private void leaveOutWhatComesAgain() {
    Map<Long, Split> last = new HashMap<>();
    for (int i = 0; i < keys.length; i++) {
      Split part = parts[i];
      if (part != null) {
        last.merge(keys[i], part, (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    for (int i = 0; i < keys.length; i++) {
      if (parts[i] != null && parts[i] != last.get(keys[i])) {
        parts[i] = null;
        across[i] = true;
      }
    }
  }

  /** Takes the missing part from the training's pictures, class by class. */
  private void makeMissing(int size) {
    List<Split> there = Arrays.asList(parts);
    made =
        there.contains(Split.TEST)
            ? there.contains(Split.VALIDATION) ? null : Split.VALIDATION
            : Split.TEST;
    if (made == null) {
      return;
    }
    List<Set<Long>> learned = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      learned.add(new HashSet<>());
    }
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < keys.length; i++) {
      if (parts[i] == Split.TRAIN && seen.add(keys[i])) {
        learned.get(classes[i]).add(keys[i]);
      }
    }
    Set<Long> taken = new HashSet<>();
    for (Set<Long> ofClass : learned) {
      long count = ofClass.size() < 2 ? 0 : Math.max(1, Math.round(SHARE * ofClass.size()));
      ofClass.stream().sorted().limit(count).forEach(taken::add);
    }
    for (int i = 0; i < keys.length; i++) {
      if (parts[i] == Split.TRAIN && taken.contains(keys[i])) {
        parts[i] = made;
      }
    }
  }

  /** Where a picture belongs, or null when it is left out. */
  @Nullable Split of(int picture) {
    return parts[picture];
  }

  /** Leaves a picture out after all. */
  void leaveOut(int picture) {
    parts[picture] = null;
  }

  /** True when the archive's folders say the parts. */
  boolean isGiven() {
    return given;
  }

  /** The part that was taken from the training's pictures, or null. */
  @Nullable Split made() {
    return made;
  }

  /** True when a picture is left out because its bytes stand in a later part too. */
  boolean isAcross(int picture) {
    return across[picture];
  }

  /** True when the same bytes have several labels. */
  boolean isDisputed(int picture) {
    return disputed[picture];
  }

  /** True when a class has fewer than three different pictures and no folder says their parts. */
  boolean isTooSmall(int cls) {
    return tooSmall[cls];
  }
}
