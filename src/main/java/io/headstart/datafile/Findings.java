package io.headstart.datafile;

import io.headstart.protocol.Finding;
import io.headstart.protocol.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one file, bounded whatever the file: what is wrong in the same way
 * stands once, with its first row and the number of rows. Not thread-safe.
 */
public final class Findings {
  /** How many different findings are kept. */
  public static final int MOST = 200;

  private static final int LONGEST_ENTRY = 200;

  private final String file;
  private final Map<String, Finding> byReason = new LinkedHashMap<>();
  private long unlisted;

  /**
   * @param file name of the file, as it stands in each finding
   */
  public Findings(String file) {
    this.file = file;
  }

  /**
   * One more row with the same problem. The first one's row, text and way out are kept.
   *
   * @param reason short constant that tells kinds of problems apart; together with the column it
   *     decides what is counted together
   */
  public void row(
      Severity severity,
      String reason,
      long row,
      @Nullable String column,
      String text,
      String wayOut) {
    add(
        reason + '\n' + column,
        new Finding(severity, file, row, column, text, wayOut, 1, List.of()));
  }

  /**
   * One more file of an archive with the same problem; the first names are kept.
   *
   * @param reason short constant that tells kinds of problems apart
   * @param entry name of the file in the archive
   */
  public void entry(Severity severity, String reason, String entry, String text, String wayOut) {
    add(
        "entry\n" + reason,
        new Finding(severity, file, null, null, text, wayOut, 1, List.of(shown(entry))));
  }

  /** Whoever made the archive chose the name: it must not move what stands around it. */
  private static String shown(String entry) {
    StringBuilder out = new StringBuilder();
    entry
        .codePoints()
        .limit(LONGEST_ENTRY)
        .forEach(c -> out.appendCodePoint(Names.isOdd(c) ? '\ufffd' : c));
    return out.length() < entry.length() ? out + "…" : out.toString();
  }

  /** Something about the whole file, or about {@code count} rows of it. */
  public void file(
      Severity severity, @Nullable String column, String text, String wayOut, long count) {
    add("file\n" + text, new Finding(severity, file, null, column, text, wayOut, count, List.of()));
  }

  /** A finding as it is. */
  public void add(Finding finding) {
    add(finding.row() + "\n" + finding.text(), finding);
  }

  private void add(String key, Finding next) {
    Finding known = byReason.get(key);
    if (known != null) {
      byReason.put(key, both(known, next));
    } else if (byReason.size() < MOST - 1 || next.severity() == Severity.ERROR) {
      byReason.put(key, next);
    } else {
      unlisted++;
    }
  }

  private static Finding both(Finding known, Finding next) {
    List<String> entries = known.entries();
    if (!next.entries().isEmpty() && entries.size() < Finding.MOST_ENTRIES) {
      entries = new ArrayList<>(entries);
      entries.addAll(next.entries());
    }
    return new Finding(
        known.severity(),
        known.file(),
        known.row(),
        known.column(),
        known.text(),
        known.wayOut(),
        known.count() + next.count(),
        entries);
  }

  /** True when something makes the file unusable. */
  public boolean hasError() {
    return byReason.values().stream().anyMatch(f -> f.severity() == Severity.ERROR);
  }

  /** All findings, at most {@link #MOST}: the worst first, then those of most rows. */
  public List<Finding> worstFirst() {
    List<Finding> all = new ArrayList<>(byReason.values());
    all.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(Comparator.comparingLong(Finding::count).reversed()));
    if (unlisted > 0) {
      all = new ArrayList<>(all.subList(0, Math.min(all.size(), MOST - 1)));
      all.add(
          new Finding(
              Severity.NOTE,
              file,
              null,
              null,
              "More problems of other kinds were found than this list holds.",
              "Mend those above and upload the file again.",
              unlisted,
              List.of()));
    }
    return List.copyOf(all.subList(0, Math.min(all.size(), MOST)));
  }
}
