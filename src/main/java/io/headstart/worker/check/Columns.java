package io.headstart.worker.check;

import static io.headstart.worker.check.Wording.counted;
import static io.headstart.worker.check.Wording.quoted;

import io.headstart.datafile.Findings;
import io.headstart.datafile.Row;
import io.headstart.datafile.Table;
import io.headstart.datafile.UnusableFile;
import io.headstart.protocol.Finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns that are learned from.
 *
 * @param text column of the text
 * @param label column of the label
 */
record Columns(String text, String label) {
  private static final Set<String> TEXT_NAMES =
      Set.of(
          "text",
          "content",
          "body",
          "message",
          "review",
          "sentence",
          "comment",
          "document",
          "description",
          "utterance",
          "tweet",
          "mail",
          "email",
          "article",
          "question",
          "input");
  private static final Set<String> LABEL_NAMES =
      Set.of(
          "label",
          "labels",
          "class",
          "category",
          "target",
          "sentiment",
          "topic",
          "tag",
          "intent",
          "y",
          "rating",
          "stars",
          "score",
          "type",
          "output",
          "department",
          "queue",
          "spam");

  /**
   * Reads the whole table, counts what each column holds and proposes what was not given.
   *
   * @param text the column that the user chose, or null
   * @param label the column that the user chose, or null
   * @throws UnusableFile when a column chosen is not there or none fits; names the columns
   */
  static Columns propose(
      Table table,
      @Nullable String text,
      @Nullable String label,
      Findings findings,
      CheckListener listener)
      throws IOException, UnusableFile {
    List<ColumnProfile> profiles = new ArrayList<>();
    for (Row row = table.next(); row != null; row = table.next()) {
      for (int i = profiles.size(); i < table.columns().size(); i++) {
        profiles.add(new ColumnProfile(table.columns().get(i)));
      }
      for (int i = 0; i < profiles.size(); i++) {
        profiles.get(i).add(row.cell(i));
      }
      if (table.rowsRead() % 1_000 == 0) {
        listener.at("columns", table.rowsRead(), 0);
      }
    }
    if (profiles.isEmpty()) {
      for (String name : table.columns()) {
        profiles.add(new ColumnProfile(name));
      }
    }
    if (table.rowsRead() == 0) {
      throw new UnusableFile(
          null, null, "The file has a header but no rows.", "Put one example in each row below.");
    }
    if (profiles.size() < 2) {
      throw oneColumn();
    }
    ColumnProfile labels = label == null ? likelyLabel(profiles, text) : given(profiles, label);
    ColumnProfile texts =
        text == null ? likelyText(profiles, labels.name()) : given(profiles, text);
    if (text == null || label == null) {
      findings.file(
          Severity.NOTE,
          null,
          String.format(
              Locale.ROOT,
              "Taken as text: %s (%,.0f characters on average); as label: %s (%s).",
              quoted(texts.name()),
              texts.meanLength(),
              quoted(labels.name()),
              labels.different() > ColumnProfile.MOST_VALUES
                  ? "more than 200 different values"
                  : counted(labels.different(), "different value")),
          "Choose other columns if that is wrong.",
          table.rowsRead());
    }
    return new Columns(texts.name(), labels.name());
  }

  /** Refuses columns that are not in a table whose columns are all known. */
  static void requireIn(List<String> columns, String name) throws UnusableFile {
    if (!columns.contains(name)) {
      throw missing(columns, name);
    }
  }

  private static ColumnProfile given(List<ColumnProfile> profiles, String name)
      throws UnusableFile {
    Optional<ColumnProfile> found =
        profiles.stream().filter(p -> p.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      throw missing(profiles.stream().map(ColumnProfile::name).toList(), name);
    }
    return found.get();
  }

  private static UnusableFile missing(List<String> columns, String name) {
    return new UnusableFile(
        null, name, "The file has no column " + quoted(name) + ".", choose(columns));
  }

  private static String choose(List<String> columns) {
    return "Choose one of its columns: "
        + columns.stream().limit(20).map(Wording::quoted).collect(Collectors.joining(", "))
        + (columns.size() > 20 ? " and " + (columns.size() - 20) + " more." : ".");
  }

  private static ColumnProfile likelyLabel(List<ColumnProfile> profiles, @Nullable String text)
      throws UnusableFile {
    return profiles.stream()
        .filter(p -> !p.name().equals(text) && p.structured() == 0 && p.filled() > 0)
        .filter(p -> p.different() <= ColumnProfile.MOST_VALUES && p.meanLength() <= 50)
        // A value a row is an id; a name that says "label" is believed even in a tiny file.
        .filter(p -> named(p, LABEL_NAMES) || p.different() * 2L <= p.filled())
        // Of equal ones the last: labels stand behind texts more often than before them.
        .reduce((one, other) -> labelScore(other) >= labelScore(one) ? other : one)
        .orElseThrow(
            () ->
                new UnusableFile(
                    null,
                    null,
                    "No column looks like a label: none has few, short and repeated values.",
                    choose(profiles.stream().map(ColumnProfile::name).toList())));
  }

  private static double labelScore(ColumnProfile p) {
    double score = named(p, LABEL_NAMES) ? 10 : 0;
    score += p.different() > 1 ? 5 : 0;
    return score - Math.log(p.different() + 1.0) - p.meanLength() / 25;
  }

  private static ColumnProfile likelyText(List<ColumnProfile> profiles, String label)
      throws UnusableFile {
    return profiles.stream()
        .filter(p -> !p.name().equals(label) && p.filled() > 0)
        .max(Comparator.comparingDouble(Columns::textScore))
        .orElseThrow(Columns::oneColumn);
  }

  private static UnusableFile oneColumn() {
    return new UnusableFile(
        null,
        null,
        "The file has only one column that holds something; a text and a label are needed.",
        "If the cells are not parted, use comma, semicolon or tab between them.");
  }

  private static double textScore(ColumnProfile p) {
    return Math.log(p.meanLength() + 1) + (named(p, TEXT_NAMES) ? 1.5 : 0) - p.structured();
  }

  private static boolean named(ColumnProfile p, Set<String> names) {
    return names.contains(p.name().toLowerCase(Locale.ROOT));
  }
}
