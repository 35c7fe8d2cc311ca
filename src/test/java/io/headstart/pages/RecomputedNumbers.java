package io.headstart.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values that a page may show, from rows, each source read when the first text asks for it. */
final class RecomputedNumbers implements ExplainedNumbers.Sources {
  private final PageAt page;
  private final Rows rows;
  private final TeamNumbers team;
  private final Map<String, List<Map<String, Expected>>> known = new HashMap<>();

  RecomputedNumbers(PageAt page, Rows rows, TeamNumbers team) {
    this.page = page;
    this.rows = rows;
    this.team = team;
  }

  @Override
  public List<Map<String, Expected>> rows(String source) {
    return known.computeIfAbsent(source, this::read);
  }

  private List<Map<String, Expected>> read(String source) {
    return Stream.<Subject>of(
            RunNumbers::rows,
            AnswerNumbers::rows,
            SeedNumbers::rows,
            CompareNumbers::rows,
            DataNumbers::rows,
            ModelNumbers::rows,
            CurveNumbers::rows,
            CatalogueNumbers::rows,
            PlanNumbers::rows,
            AdminNumbers::rows,
            team::rows)
        .map(subject -> subject.rows(source, page, rows))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no source " + source));
  }

  /** Gives null for what it knows nothing of. */
  private interface Subject {
    @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows);
  }
}
