package io.headstart.pages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@code numbers-of-pages.txt}: which texts with a digit a page may show, and where
 * each number in them comes from.
 *
 * <p>A line in brackets names the pages that the lines below it are about: paths with {@code
 * {word}} for a part that differs, {@code *} for all pages. A line is a text as {@link
 * NumberedTexts} reads it; {@code {source.value}} stands for a value of a row of a source, and all
 * placeholders of one source in a line for values of the same row.
 */
final class ExplainedNumbers {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\.([a-zA-Z0-9]+)\\}");
  private static final Pattern PART = Pattern.compile("\\{[a-z]+\\}");

  private final List<Line> lines = new ArrayList<>();
  private final Set<Integer> used = new HashSet<>();

  /** Where values come from, for one page. */
  interface Sources {
    /**
     * The rows of a source.
     *
     * @throws IllegalArgumentException when there is no such source
     */
    List<Map<String, Expected>> rows(String source);
  }

  private record Line(int number, List<Pattern> pages, String text, List<String> between) {
    static Line of(int number, List<Pattern> pages, String text) {
      return new Line(number, pages, text, List.of(PLACEHOLDER.split(text, -1)));
    }

    /** Whether what stands between the placeholders stands in a text in this order. */
    boolean mayBe(String shown) {
      String end = between.get(between.size() - 1);
      int last = shown.length() - end.length();
      int at = 0;
      for (int i = 0; i < between.size() - 1; i++) {
        at =
            i == 0
                ? (shown.startsWith(between.get(0)) ? 0 : -1)
                : shown.indexOf(between.get(i), at);
        if (at < 0) {
          return false;
        }
        at += between.get(i).length();
      }
      return between.size() == 1 ? shown.equals(end) : at <= last && shown.endsWith(end);
    }

    boolean isAbout(String path) {
      return pages.stream().anyMatch(page -> page.matcher(path).matches());
    }
  }

  private ExplainedNumbers() {}

  /** Reads a file's content. */
  static ExplainedNumbers read(String content) {
    ExplainedNumbers all = new ExplainedNumbers();
    List<Pattern> pages = List.of();
    int number = 0;
    for (String line : content.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        pages =
            List.of(line.substring(1, line.length() - 1).split(" ")).stream()
                .map(ExplainedNumbers::page)
                .toList();
      } else {
        all.lines.add(Line.of(number, pages, line.strip()));
      }
    }
    return all;
  }

  private static Pattern page(String path) {
    return path.equals("*") ? Pattern.compile(".*") : Pattern.compile(quoted(path, PART, "[^/]+"));
  }

  private static String quoted(String text, Pattern holes, String filling) {
    StringBuilder regex = new StringBuilder();
    Matcher hole = holes.matcher(text);
    int at = 0;
    while (hole.find()) {
      regex.append(Pattern.quote(text.substring(at, hole.start()))).append(filling);
      at = hole.end();
    }
    return regex.append(Pattern.quote(text.substring(at))).toString();
  }

  /**
   * Those of a page's texts that no line explains.
   *
   * @param path of the page, without host and query
   * @throws IllegalArgumentException when a line names what the sources don't have
   */
  List<String> unexplained(String path, List<String> texts, Sources sources) {
    List<Line> about = lines.stream().filter(line -> line.isAbout(path)).toList();
    Set<String> left = new LinkedHashSet<>(texts);
    for (Line line : about) {
      List<Candidate> candidates = new ArrayList<>();
      left.removeIf(text -> explains(line, text, sources, candidates));
    }
    return List.copyOf(left);
  }

  /** What a line may say by one way to take the rows. */
  private record Candidate(Pattern pattern, List<Expected> expected) {
    boolean fits(String text) {
      Matcher shown = pattern.matcher(text);
      if (!shown.matches()) {
        return false;
      }
      for (int i = 0; i < expected.size(); i++) {
        if (!expected.get(i).holds().test(shown.group(i + 1))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Whether a line explains a text.
   *
   * @param candidates of the line: filled when the first text might be one of its
   */
  private boolean explains(Line line, String text, Sources sources, List<Candidate> candidates) {
    if (!line.mayBe(text)) {
      return false;
    }
    if (candidates.isEmpty()) {
      candidates.addAll(candidates(line, sources));
    }
    boolean fits = candidates.stream().anyMatch(candidate -> candidate.fits(text));
    if (fits) {
      used.add(line.number);
    }
    return fits;
  }

  private static List<Candidate> candidates(Line line, Sources sources) {
    Set<String> names = new TreeSet<>();
    Matcher placeholder = PLACEHOLDER.matcher(line.text);
    while (placeholder.find()) {
      names.add(placeholder.group(1));
      List<Map<String, Expected>> rows = sources.rows(placeholder.group(1));
      String value = placeholder.group(2);
      if (!rows.isEmpty() && rows.stream().noneMatch(row -> row.containsKey(value))) {
        throw new IllegalArgumentException(
            "line " + line.number + ": nothing gives " + placeholder.group());
      }
    }
    return rows(List.copyOf(names), sources).stream()
        .map(row -> candidate(line, row))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Each way to take one row of each source; keys are {@code source.value}. */
  private static List<Map<String, Map<String, Expected>>> rows(
      List<String> names, Sources sources) {
    List<Map<String, Map<String, Expected>>> all = List.of(Map.of());
    for (String name : names) {
      List<Map<String, Map<String, Expected>>> longer = new ArrayList<>();
      for (Map<String, Expected> row : sources.rows(name)) {
        for (Map<String, Map<String, Expected>> begun : all) {
          Map<String, Map<String, Expected>> one = new java.util.HashMap<>(begun);
          one.put(name, row);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  private static @Nullable Candidate candidate(Line line, Map<String, Map<String, Expected>> rows) {
    StringBuilder regex = new StringBuilder();
    List<Expected> expected = new ArrayList<>();
    Matcher placeholder = PLACEHOLDER.matcher(line.text);
    int at = 0;
    while (placeholder.find()) {
      Expected value = rows.get(placeholder.group(1)).get(placeholder.group(2));
      if (value == null) {
        return null;
      }
      regex.append(Pattern.quote(line.text.substring(at, placeholder.start())));
      regex.append('(').append(value.pattern()).append(')');
      expected.add(value);
      at = placeholder.end();
    }
    regex.append(Pattern.quote(line.text.substring(at)));
    return new Candidate(Pattern.compile(regex.toString()), expected);
  }

  /** Lines that have explained nothing so far. */
  List<String> stale() {
    return lines.stream()
        .filter(line -> !used.contains(line.number))
        .map(line -> "line " + line.number + ": " + line.text)
        .toList();
  }
}
