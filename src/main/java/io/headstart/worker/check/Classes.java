package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.quoted;

import io.headstart.datafile.Findings;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.CheckReport.ClassCount;
import io.headstart.protocol.Finding.Severity;
import io.headstart.protocol.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The labels of a file, numbered by first appearance, and their rows per part. */
final class Classes {
  /** More different labels than this are taken for a wrong column. */
  static final int MOST = 1_000;

  private final @Nullable String column;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Map<Split, Long>> counts = new ArrayList<>();

  /**
   * @param column column of the label; null where folders are the classes
   */
  Classes(@Nullable String column) {
    this.column = column;
  }

  /** The label's number; a new one is taken in. */
  int number(String label, long row) throws UnusableFile {
    Integer known = numbers.get(label);
    if (known != null) {
      return known;
    }
    if (names.size() == MOST) {
      throw new UnusableFile(
          row,
          column,
          "Column "
              + quoted(String.valueOf(column))
              + " has more than 1,000 different values, so it is no label.",
          "Choose the column that holds the label.");
    }
    numbers.put(label, names.size());
    names.add(label);
    counts.add(new EnumMap<>(Split.class));
    return names.size() - 1;
  }

  boolean knows(String label) {
    return numbers.containsKey(label);
  }

  /** The number of a label that was taken in. */
  int known(String label) {
    return Objects.requireNonNull(numbers.get(label), "a label taken in");
  }

  int size() {
    return names.size();
  }

  String name(int number) {
    return names.get(number);
  }

  void count(int number, Split split) {
    counts.get(number).merge(split, 1L, Long::sum);
  }

  /** Rows counted, per class, the largest first; classes without any are left out. */
  Map<String, ClassCount> largestFirst() {
    Map<String, ClassCount> all = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Map<Split, Long> rows = counts.get(i);
      ClassCount count =
          new ClassCount(
              rows.getOrDefault(Split.TRAIN, 0L),
              rows.getOrDefault(Split.VALIDATION, 0L),
              rows.getOrDefault(Split.TEST, 0L));
      if (count.total() > 0) {
        all.put(names.get(i), count);
      }
    }
    Map<String, ClassCount> sorted = new LinkedHashMap<>();
    all.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, ClassCount>>comparingLong(e -> -e.getValue().total())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** Labels that differ in case only. */
  void noteOddities(Findings findings) {
    Map<String, String> byLowerCase = new HashMap<>();
    for (String name : names) {
      String other = byLowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        findings.file(
            Severity.WARNING,
            column,
            "The labels " + quoted(other) + " and " + quoted(name) + " count as two classes.",
            "Spell them alike if they mean the same.",
            1);
      }
    }
  }

  /** A first row that looks like data. */
  void noteDataInHeader(Findings findings) {
    if (column != null && numbers.containsKey(column)) {
      findings.file(
          Severity.WARNING,
          column,
          "The first row looks like data: " + quoted(column) + " is also a label.",
          "Put a row with the columns' names first, e.g. text,label.",
          1);
    }
  }
}
