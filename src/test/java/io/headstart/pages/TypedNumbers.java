package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was written into a form, how long it is, and the status of the answer. */
final class TypedNumbers {
  private static final List<String> FIELDS =
      List.of(
          "answered",
          "wrong",
          "runs",
          "sourceRun",
          "headLearningRate",
          "bodyLearningRate",
          "epochs",
          "batchSize",
          "maxTokens",
          "patience",
          "seeds",
          "labelSmoothing",
          "smallestCrop",
          "colour",
          "cachedViews",
          "newModel",
          "note",
          "tag",
          "tags",
          "viewName",
          "text",
          "slots",
          "guaranteed",
          "queued",
          "hours",
          "month",
          "storage",
          "size",
          "put");

  private static final int SHORT = 40;

  private TypedNumbers() {}

  /** One row, with each field of the form, or none where nothing was sent. */
  static List<Map<String, Expected>> rows(PageAt page) {
    if (!page.query().contains("answered=")) {
      return List.of();
    }
    Map<String, Expected> row = new TreeMap<>();
    for (String field : FIELDS) {
      for (String value : List.of("", "Length", "Counted", "Parts", "Begins", "Bytes")) {
        row.put(field + value, Expected.none());
      }
    }
    for (String field : page.query().split("&", -1)) {
      String[] parts = field.split("=", 2);
      if (parts.length == 2) {
        String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        row.put(parts[0], Expected.text(value));
        row.put(parts[0] + "Length", Expected.text(value.length()));
        if (parts[0].equals("size") || parts[0].equals("put")) {
          long bytes = Long.parseLong(value);
          row.put(parts[0] + "Bytes", Expected.text(Say.bytes(bytes)));
          row.put(parts[0] + "Counted", Expected.text(Say.count(bytes)));
          continue;
        }
        row.put(parts[0] + "Counted", Expected.text(Say.count(value.length())));
        row.put(parts[0] + "Parts", Expected.text(value.split(",", -1).length));
        row.put(
            parts[0] + "Begins",
            Expected.text(value.substring(0, Math.min(SHORT, value.length()))));
      }
    }
    // A name by which the server's log can be searched, drawn at random: no number of anything.
    row.put("request", new Expected("[0-9a-f]{16}", text -> true));
    return List.of(row);
  }
}
