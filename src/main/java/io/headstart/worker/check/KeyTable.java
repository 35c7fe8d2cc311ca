package io.headstart.worker.check;

import java.util.Arrays;

/**
 * Texts by key, each with the class of its first row, the number of its rows, and whether they
 * disagree about the class. Primitive arrays, about 25 bytes a text. Not thread-safe.
 */
final class KeyTable {
  private static final long FREE = -1;

  private long[] keys;
  private int[] classes;
  private int[] counts;
  private boolean[] disputed;
  private int size;

  KeyTable() {
    allocate(1 << 10);
  }

  private void allocate(int capacity) {
    keys = new long[capacity];
    Arrays.fill(keys, FREE);
    classes = new int[capacity];
    counts = new int[capacity];
    disputed = new boolean[capacity];
    size = 0;
  }

  /** Counts {@code rows} more rows of a text; the first call decides its class. */
  void add(long key, int cls, int rows) {
    int place = place(key);
    if (keys[place] == FREE) {
      keys[place] = key;
      classes[place] = cls;
      if (++size > keys.length * 0.6) {
        grow();
        place = place(key);
      }
    } else if (classes[place] != cls) {
      disputed[place] = true;
    }
    counts[place] += rows;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldClasses = classes;
    int[] oldCounts = counts;
    boolean[] oldDisputed = disputed;
    allocate(oldKeys.length * 2);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        classes[place] = oldClasses[i];
        counts[place] = oldCounts[i];
        disputed[place] = oldDisputed[i];
        size++;
      }
    }
  }

  private int place(long key) {
    int mask = keys.length - 1;
    int place = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (keys[place] != FREE && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  int size() {
    return size;
  }

  /** All keys, ascending. */
  long[] sortedKeys() {
    long[] sorted = Arrays.stream(keys).filter(key -> key != FREE).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  boolean contains(long key) {
    return keys[place(key)] == key;
  }

  /** Class of the text's first row; of a text that is here. */
  int classOf(long key) {
    return classes[place(key)];
  }

  int countOf(long key) {
    return counts[place(key)];
  }

  boolean isDisputed(long key) {
    return disputed[place(key)];
  }
}
