package io.headstart.run.history;

import io.headstart.catalog.BaseModels;
import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunView;
import io.headstart.team.MemberNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the table of runs, and what it can be narrowed by. */
@ApplicationScoped
public class ReadHistory {
  private final ReadRuns runs;
  private final BaseModels models;
  private final MemberNames people;
  private final EntityManager database;

  ReadHistory(ReadRuns runs, BaseModels models, MemberNames people, EntityManager database) {
    this.runs = runs;
    this.models = models;
    this.people = people;
    this.database = database;
  }

  /**
   * A row of the table.
   *
   * @param run the run
   * @param note what somebody wrote about it; empty without
   * @param tags in order
   * @param archived whether it's put away
   * @param seconds how long its worker took; null before its end, or when none began
   */
  public record Row(
      RunView run, String note, List<String> tags, boolean archived, @Nullable Double seconds) {
    /** The time as a clock shows it; empty without one. */
    public String clock() {
      return seconds == null ? "" : Say.clock(Duration.ofMillis((long) (1000 * seconds)));
    }

    /** A tag as it stands in an address. */
    public String encoded(String tag) {
      return URLEncoder.encode(tag, StandardCharsets.UTF_8);
    }

    /** The tags as a field takes them: {@code best, baseline}. */
    public String tagText() {
      return String.join(", ", tags);
    }
  }

  /**
   * A part of the table.
   *
   * @param rows in order
   * @param next value of {@code after} for the part behind it; null at the end
   */
  public record Part(List<Row> rows, @Nullable String next) {}

  /**
   * A choice of a filter.
   *
   * @param value of the query parameter
   * @param words what it's called
   */
  public record Choice(String value, String words) {}

  /** A part of the table from a place on. */
  @InTeam
  public Part part(HistoryQuery query, @Nullable Mark after, int limit) {
    HistorySql sql = HistorySql.of(query, after, limit + 1);
    List<?> found = rows(sql.text(), sql.parameters().toArray());
    List<Object[]> shown = found.stream().limit(limit).map(row -> (Object[]) row).toList();
    Object[] last = found.size() > limit ? shown.get(limit - 1) : null;
    return new Part(
        rows(shown),
        last == null
            ? null
            : new Mark(((Number) last[1]).doubleValue(), ((Number) last[2]).longValue()).text());
  }

  /** The row of one run. */
  @InTeam
  public Row one(long number) {
    List<?> found =
        rows(
            "select r.id, 0, r.number, r.note, r.archived_at is not null, r.work_seconds"
                + " from runs r where r.number = ?1 and r.deleted_at is null",
            number);
    if (found.isEmpty()) {
      throw Problem.notFound();
    }
    return rows(List.<Object[]>of((Object[]) found.get(0))).get(0);
  }

  private List<Row> rows(List<Object[]> shown) {
    List<UUID> ids = shown.stream().map(row -> (UUID) row[0]).toList();
    Map<UUID, List<String>> tags = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Object row :
          rows("select run_id, tag from run_tags where run_id in ?1 order by tag", ids)) {
        Object[] cells = (Object[]) row;
        tags.computeIfAbsent((UUID) cells[0], id -> new ArrayList<>()).add((String) cells[1]);
      }
    }
    List<RunView> views = runs.ofIds(ids);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      Object[] row = shown.get(i);
      all.add(
          new Row(
              views.get(i),
              (String) row[3],
              tags.getOrDefault(ids.get(i), List.of()),
              (Boolean) row[4],
              row[5] == null ? null : ((Number) row[5]).doubleValue()));
    }
    return all;
  }

  /** Base models, in the order of the catalogue. */
  @InTeam
  public List<Choice> bases() {
    return models.inOrder().stream()
        .map(base -> new Choice(base.id(), base.manifest().name()))
        .toList();
  }

  /** Tags in use, in order. */
  @InTeam
  public List<Choice> tags() {
    return rows("select distinct tag, tag as words from run_tags order by tag").stream()
        .map(row -> new Choice((String) ((Object[]) row)[0], (String) ((Object[]) row)[1]))
        .toList();
  }

  /** Data sets that runs learned from, by number. */
  @InTeam
  public List<Choice> data() {
    return rows("select number, name from datasets where last_version > 0 order by number").stream()
        .map(row -> (Object[]) row)
        .map(row -> new Choice(row[0].toString(), row[0] + " " + row[1]))
        .toList();
  }

  /** Those who started runs. */
  @InTeam
  public List<Choice> people() {
    List<@Nullable UUID> ids = new ArrayList<>();
    for (Object row : rows("select distinct created_by, 0 from runs")) {
      ids.add((UUID) ((Object[]) row)[0]);
    }
    MemberNames.Names names = people.of(ids);
    return ids.stream()
        .map(id -> new Choice(id == null ? HistoryQuery.HEADSTART : id.toString(), names.of(id)))
        .sorted(Comparator.comparing(Choice::words))
        .toList();
  }

  private List<?> rows(String sql, Object... parameters) {
    Query query = database.createNativeQuery(sql, Object[].class);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    return query.getResultList();
  }
}
