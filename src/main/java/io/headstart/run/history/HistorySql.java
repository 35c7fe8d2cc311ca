package io.headstart.run.history;

import io.headstart.run.RunFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table's query, as SQL. The team's policy narrows it to the team, so that an index that begins
 * with the team serves every order.
 *
 * @param text with parameters {@code ?1}, {@code ?2} …
 * @param parameters in their order
 */
record HistorySql(String text, List<Object> parameters) {

  /**
   * Ids, sort keys and what only the table shows, in order.
   *
   * @param after the last run seen; null: from the beginning
   * @param limit at most so many
   */
  static HistorySql of(HistoryQuery query, @Nullable Mark after, int limit) {
    List<Object> parameters = new ArrayList<>();
    String key = query.order().key(query.ascending());
    StringBuilder sql =
        new StringBuilder("select r.id, cast(")
            .append(key)
            .append(
                " as double precision), r.number, r.note, r.archived_at is not null,"
                    + " r.work_seconds from runs r where r.archived_at is ")
            .append(query.archived() ? "not null" : "null")
            .append(" and r.deleted_at is null");
    if (query.state() == RunFilter.OPEN) {
      sql.append(" and r.ended_state is null");
    } else if (query.state() != RunFilter.ALL) {
      sql.append(" and r.ended_state = ").append(put(parameters, query.state().name()));
    }
    if (!query.base().isEmpty()) {
      sql.append(" and r.base_model = ").append(put(parameters, query.base()));
    }
    if (!query.data().isEmpty()) {
      sql.append(
              " and r.dataset_version_id in (select v.id from datasets d join dataset_versions v"
                  + " on v.team_id = d.team_id and v.dataset_id = d.id where d.number = ")
          .append(put(parameters, Long.valueOf(query.data())))
          .append(")");
    }
    if (query.who().equals(HistoryQuery.HEADSTART)) {
      sql.append(" and r.created_by is null");
    } else if (!query.who().isEmpty()) {
      sql.append(" and r.created_by = ").append(put(parameters, UUID.fromString(query.who())));
    }
    if (!query.tag().isEmpty()) {
      sql.append(" and r.id in (select t.run_id from run_tags t where t.tag = ")
          .append(put(parameters, query.tag()))
          .append(")");
    }
    for (String word : query.words()) {
      sql.append(words(put(parameters, word)));
    }
    String beyond = query.ascending() ? ">" : "<";
    if (after != null && query.order() == Order.DATE) {
      sql.append(" and r.number ")
          .append(beyond)
          .append(" ")
          .append(put(parameters, after.number()));
    } else if (after != null) {
      sql.append(" and (")
          .append(key)
          .append(", r.number) ")
          .append(beyond)
          .append(" (")
          .append(put(parameters, after.key()))
          .append(", ")
          .append(put(parameters, after.number()))
          .append(")");
    }
    String way = query.ascending() ? "" : " desc";
    sql.append(" order by ").append(key).append(way);
    if (query.order() != Order.DATE) {
      sql.append(", r.number").append(way);
    }
    sql.append(" limit ").append(limit);
    return new HistorySql(sql.toString(), parameters);
  }

  private static String words(String word) {
    return " and (strpos(lower(r.note), %1$s) > 0 or strpos(lower(r.base_model), %1$s) > 0"
            .formatted(word)
        + " or cast(r.number as text) = %1$s".formatted(word)
        + " or r.id in (select t.run_id from run_tags t where strpos(lower(t.tag), %s) > 0)"
            .formatted(word)
        + " or r.dataset_version_id in (select v.id from datasets d join dataset_versions v on"
        + " v.team_id = d.team_id and v.dataset_id = d.id where strpos(lower(d.name), %s) > 0))"
            .formatted(word);
  }

  private static String put(List<Object> parameters, Object value) {
    parameters.add(value);
    return "?" + parameters.size();
  }
}
