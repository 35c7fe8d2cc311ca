package io.headstart.run.history;

import io.headstart.run.RunFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which runs the table shows, how it is sorted, and with which columns; all of it stands in the
 * address.
 *
 * @param state where they are
 * @param base id of their base model; empty: any
 * @param data number of their data set; empty: any
 * @param who id of who started them, {@code headstart}, or empty: anybody
 * @param tag one of their tags; empty: any
 * @param text words that stand in number, note, tags, base model or data set; empty: any
 * @param archived whether the archived ones are shown instead of the others
 * @param order what it's sorted by
 * @param ascending the smallest first
 * @param columns those shown
 */
public record HistoryQuery(
    RunFilter state,
    String base,
    String data,
    String who,
    String tag,
    String text,
    boolean archived,
    Order order,
    boolean ascending,
    Set<Column> columns) {
  /** {@code who} for runs that no user started. */
  static final String HEADSTART = "headstart";

  private static final int WORDS = 8;

  /** Reads it from an address; what is none of ours is as if it weren't there. */
  static HistoryQuery of(MultivaluedMap<String, String> query) {
    return new HistoryQuery(
        RunFilter.of(query.getFirst("state")).orElse(RunFilter.ALL),
        text(query, "base"),
        text(query, "data").matches("[0-9]{1,18}") ? text(query, "data") : "",
        who(text(query, "who")),
        text(query, "tag"),
        text(query, "q"),
        "true".equals(query.getFirst("archived")),
        Order.of(query.getFirst("sort")),
        "asc".equals(query.getFirst("dir")),
        Column.of(query.getOrDefault("cols", List.of())));
  }

  private static String text(MultivaluedMap<String, String> query, String name) {
    String value = query.getFirst(name);
    return value == null ? "" : value.strip().replace("\0", "");
  }

  private static String who(String value) {
    try {
      return value.isEmpty() || value.equals(HEADSTART) ? value : UUID.fromString(value).toString();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The words of {@link #text()}, in lower case. */
  List<String> words() {
    return java.util.Arrays.stream(text.toLowerCase(java.util.Locale.ROOT).split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .limit(WORDS)
        .toList();
  }

  /** Whether a column is shown. */
  public boolean shows(String column) {
    return columns.contains(Column.valueOf(column));
  }

  /** Whether anything is filtered. */
  public boolean isNarrowed() {
    return state != RunFilter.ALL || archived || !(base + data + who + tag + text).isEmpty();
  }

  /** The address's query, without {@code ?}; defaults are left out. */
  public String query() {
    return joined(order, ascending, "");
  }

  /** The same with one filter taken off: {@code state}, {@code base}, {@code data} … . */
  public String without(String name) {
    return joined(order, ascending, name);
  }

  /** The same, sorted by a column; by the one it's sorted by already: the other way round. */
  public String sorted(Order by) {
    return joined(by, by == order && !ascending, "");
  }

  /** How a header names the order to screen readers; empty where it isn't sorted by. */
  public String aria(Order by) {
    return by != order ? "" : ascending ? "ascending" : "descending";
  }

  private String joined(Order by, boolean rising, String left) {
    List<String> parts = new ArrayList<>();
    add(parts, left, "state", state == RunFilter.ALL ? "" : state.value());
    add(parts, left, "base", base);
    add(parts, left, "data", data);
    add(parts, left, "who", who);
    add(parts, left, "tag", tag);
    add(parts, left, "q", text);
    add(parts, left, "archived", archived ? "true" : "");
    add(parts, left, "sort", by == Order.DATE ? "" : by.value());
    add(parts, left, "dir", rising ? "asc" : "");
    if (!columns.equals(EnumSet.allOf(Column.class))) {
      columns.forEach(column -> add(parts, left, "cols", column.value()));
    }
    return String.join("&", parts);
  }

  private static void add(List<String> parts, String left, String name, String value) {
    if (!value.isEmpty() && !name.equals(left)) {
      parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
