package io.headstart.datafile;

import java.util.ArrayList;
import java.util.List;

/** Finds out which character parts the cells of a CSV file. */
final class Delimiter {
  private static final char[] CANDIDATES = {',', ';', '\t'};
  private static final int ROWS = 50;

  private Delimiter() {}

  /**
   * The candidate that parts most of the first rows into as many cells as the header has; of equal
   * ones that with more cells; the comma when none parts anything.
   *
   * @param sample the beginning of the file
   * @param complete false when the sample ends somewhere within the file
   */
  static char of(CharSequence sample, boolean complete) {
    char best = ',';
    double bestScore = 0;
    for (char candidate : CANDIDATES) {
      List<Integer> cells = cellsOfRows(sample, candidate, complete);
      if (cells.isEmpty() || cells.get(0) < 2) {
        continue;
      }
      int header = cells.get(0);
      double alike = cells.stream().filter(n -> n == header).count() / (double) cells.size();
      double score = alike + Math.min(header, 100) * 1e-6;
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  private static List<Integer> cellsOfRows(CharSequence sample, char delimiter, boolean complete) {
    List<Integer> counts = new ArrayList<>();
    boolean quoted = false;
    boolean atCellStart = true;
    int cells = 1;
    int length = 0;
    for (int i = 0; i < sample.length() && counts.size() < ROWS; i++) {
      char c = sample.charAt(i);
      if (quoted) {
        // A doubled quote closes and opens again at once: the same result.
        quoted = c != '"';
        length++;
      } else if (c == '\n' || c == '\r') {
        if (length > 0) {
          counts.add(cells);
        }
        cells = 1;
        length = 0;
        atCellStart = true;
      } else {
        boolean opens = c == '"' && (atCellStart || sample.charAt(i - 1) == '"');
        quoted = opens;
        atCellStart = c == delimiter;
        cells += atCellStart ? 1 : 0;
        length++;
      }
    }
    if (length > 0 && (complete || counts.isEmpty()) && counts.size() < ROWS) {
      counts.add(cells);
    }
    return counts;
  }
}
