package io.headstart.worker.check;

import org.jspecify.annotations.Nullable;

/** What one column holds, in a few kilobytes whatever the file. */
final class ColumnProfile {
  /** Above this many different values a column is taken for no label. */
  static final int MOST_VALUES = 200;

  private final String name;
  private long filled;
  private long characters;
  private long structured;
  // Open addressing over hashes of the values; 0 is free.
  private int[] hashes = new int[16];
  private int different;

  ColumnProfile(String name) {
    this.name = name;
  }

  void add(@Nullable String cell) {
    if (cell == null) {
      structured++;
    } else if (!cell.isBlank()) {
      filled++;
      characters += cell.length();
      if (different <= MOST_VALUES) {
        remember(cell.strip().hashCode());
      }
    }
  }

  private void remember(int hash) {
    int value = hash == 0 ? 1 : hash;
    int place = ((value * 0x9E3779B9) >>> 8) & (hashes.length - 1);
    while (hashes[place] != 0) {
      if (hashes[place] == value) {
        return;
      }
      place = (place + 1) & (hashes.length - 1);
    }
    hashes[place] = value;
    if (++different * 2 > hashes.length) {
      int[] before = hashes;
      hashes = new int[before.length * 2];
      different = 0;
      for (int old : before) {
        if (old != 0) {
          remember(old);
        }
      }
    }
  }

  String name() {
    return name;
  }

  long filled() {
    return filled;
  }

  /** Rows whose cell is a list or an object. */
  long structured() {
    return structured;
  }

  /** Mean length of the cells that are not empty, in characters. */
  double meanLength() {
    return filled == 0 ? 0 : (double) characters / filled;
  }

  /** Number of different values; above {@link #MOST_VALUES} only known to be more. */
  int different() {
    return different;
  }
}
