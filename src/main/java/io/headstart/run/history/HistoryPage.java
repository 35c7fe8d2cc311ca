package io.headstart.run.history;

import io.headstart.run.RunFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the table's page shows.
 *
 * @param query what is shown
 * @param rows in order
 * @param next place of the part behind it; null at the end
 * @param states to filter by
 * @param bases base models to filter by
 * @param data data sets to filter by
 * @param people to filter by
 * @param tags to filter by
 * @param views that the reader keeps
 */
public record HistoryPage(
    HistoryQuery query,
    List<ReadHistory.Row> rows,
    @Nullable String next,
    List<RunFilter> states,
    List<ReadHistory.Choice> bases,
    List<ReadHistory.Choice> data,
    List<ReadHistory.Choice> people,
    List<ReadHistory.Choice> tags,
    List<SavedViews.View> views) {

  /**
   * A filter that is on.
   *
   * @param words what it filters by
   * @param query of the same table without it
   */
  public record Chip(String words, String query) {}

  /** The filters that are on. */
  public List<Chip> chips() {
    List<Chip> chips = new ArrayList<>();
    chip(chips, "state", query.state() == RunFilter.ALL ? "" : query.state().words());
    chip(chips, "base", words(bases, query.base()));
    chip(chips, "data", words(data, query.data()));
    chip(chips, "who", words(people, query.who()));
    chip(chips, "tag", query.tag());
    chip(chips, "q", query.text());
    chip(chips, "archived", query.archived() ? "Archived" : "");
    return chips;
  }

  private void chip(List<Chip> chips, String name, String words) {
    if (!words.isEmpty()) {
      chips.add(new Chip(words, query.without(name)));
    }
  }

  private static String words(List<ReadHistory.Choice> choices, String value) {
    return choices.stream()
        .filter(choice -> choice.value().equals(value))
        .map(ReadHistory.Choice::words)
        .findFirst()
        .orElse(value);
  }

  /** Whether a view is the one shown. */
  public boolean isShown(SavedViews.View view) {
    return view.query().equals(query.query());
  }

  /** Whether what is shown is worth a name: it isn't the plain table, and none is kept of it. */
  public boolean isWorthSaving() {
    return !query.query().isEmpty() && views.stream().noneMatch(this::isShown);
  }

  /** Columns to choose from. */
  public List<Column> columns() {
    return List.of(Column.values());
  }

  /** Query of the part behind this one, without {@code ?}; empty at the end. */
  public String following() {
    return next == null
        ? ""
        : (query.query().isEmpty() ? "" : query.query() + "&") + "after=" + next;
  }

  /** Orders by the names of their columns. */
  public String sorted(String order) {
    return query.sorted(Order.valueOf(order));
  }

  /** How the header of a column names the order. */
  public String aria(String order) {
    return query.aria(Order.valueOf(order));
  }
}
