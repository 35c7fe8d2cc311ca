package io.headstart.pages;

import java.util.List;

/**
 * An example of a run's stored answers; classes by name.
 *
 * @param id number of its row
 * @param label its true class
 * @param said the run's answer
 * @param base the simple baseline's
 * @param head that of the head alone; empty without
 * @param fresh that of the run from scratch which it is held against; empty without
 * @param sure probability of the run's answer
 * @param text its beginning; empty where it isn't kept
 */
record StoredAnswer(
    long id,
    String label,
    String said,
    String base,
    String head,
    String fresh,
    double sure,
    String text) {
  /**
   * Reads one.
   *
   * @param row id, indices of label and answers, probability, text, index of the fresh one's answer
   * @param labels names by index
   */
  static StoredAnswer of(List<String> row, List<String> labels) {
    return new StoredAnswer(
        Long.parseLong(row.get(0)),
        labels.get(Integer.parseInt(row.get(1))),
        labels.get(Integer.parseInt(row.get(2))),
        labels.get(Integer.parseInt(row.get(3))),
        row.get(4) == null ? "" : labels.get(Integer.parseInt(row.get(4))),
        row.get(7) == null ? "" : labels.get(Integer.parseInt(row.get(7))),
        Double.parseDouble(row.get(5)),
        row.get(6) == null ? "" : row.get(6));
  }

  boolean right() {
    return said.equals(label);
  }
}
