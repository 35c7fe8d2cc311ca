package io.headstart.run.history;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What people add to runs: tags, a note, and putting them away. Their settings never change. */
@ApplicationScoped
public class ChangeRuns {
  private static final int TAG = 40;
  private static final int TAGS = 20;
  private static final int NOTE = 2_000;

  private final Runs runs;
  private final TeamContext context;
  private final EntityManager database;

  ChangeRuns(Runs runs, TeamContext context, EntityManager database) {
    this.runs = runs;
    this.context = context;
    this.database = database;
  }

  /**
   * Adds a tag to runs; those that have it keep it.
   *
   * @throws Problem 404 when the team lacks one of them; 422 for a tag that can't be one
   */
  @InTeam
  public void tag(List<Long> numbers, String tag, UUID by) {
    List<String> tags = tags(tag);
    if (tags.isEmpty()) {
      throw wrong("tag", "There is no tag.", "Write one, or several with commas between.");
    }
    for (UUID run : ids(numbers)) {
      add(run, tags, by);
    }
  }

  /**
   * Sets the note and the tags of a run.
   *
   * @throws Problem 404 when the team has no such run; 422 when one of them is too long
   */
  @InTeam
  public void describe(long number, String note, String tagText, UUID by) {
    List<String> tags = tags(tagText);
    String text = note.replace("\r\n", "\n").replace("\0", "").strip();
    if (text.length() > NOTE) {
      throw wrong(
          "note",
          "It has " + text.length() + " characters; " + NOTE + " fit.",
          "Say it in fewer words.");
    }
    UUID run = ids(List.of(number)).get(0);
    update("update runs set note = ?1 where id = ?2", text, run);
    update("delete from run_tags where run_id = ?1", run);
    add(run, tags, by);
  }

  /**
   * Puts runs away, or takes them back; nothing of them is lost.
   *
   * @throws Problem 404 when the team lacks one of them
   */
  @InTeam
  public void archive(List<Long> numbers, boolean away) {
    for (UUID run : ids(numbers)) {
      update(
          "update runs set archived_at = "
              + (away ? "coalesce(archived_at, clock_timestamp())" : "null")
              + " where id = ?1",
          run);
    }
  }

  private void add(UUID run, List<String> tags, UUID by) {
    for (String tag : tags) {
      update(
          "insert into run_tags (team_id, run_id, tag, created_by) values (?1, ?2, ?3, ?4)"
              + " on conflict do nothing",
          context.team().id(),
          run,
          tag,
          by);
    }
  }

  private List<UUID> ids(List<Long> numbers) {
    List<UUID> ids = new ArrayList<>();
    for (long number : numbers) {
      ids.add(runs.numbered(number).orElseThrow(Problem::notFound).id());
    }
    return ids;
  }

  /** Tags of a field: commas between, no spaces at the ends, each once. */
  private static List<String> tags(String text) {
    List<String> tags =
        Arrays.stream(text.replace("\0", "").split(",", -1))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList();
    if (tags.size() > TAGS) {
      throw wrong("tags", "These are " + tags.size() + " tags; " + TAGS + " fit.", "Take fewer.");
    }
    for (String tag : tags) {
      if (tag.length() > TAG) {
        throw wrong(
            "tags",
            "\"" + tag.substring(0, TAG) + "…\" has " + tag.length() + " characters.",
            "A tag has " + TAG + " at most.");
      }
    }
    return tags;
  }

  private void update(String sql, Object... parameters) {
    var query = database.createNativeQuery(sql);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    query.executeUpdate();
  }

  private static Problem wrong(String field, String why, String way) {
    return new Problem(
        422, "run-note", "This can't be written to the run", List.of(new Item(field, why, way)));
  }
}
