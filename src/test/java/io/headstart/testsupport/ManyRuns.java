package io.headstart.testsupport;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A history as big as years of use leave it: teams with a data set of three names each and as many
 * ended runs as one asks for, with jobs, attempts and reservations, written by SQL as {@code
 * hs_owner}. Their checks have the report of one that is there, if any. Which run is how follows
 * from its place {@code n}, 1 to {@link #runs}, by the rules of the methods here, so that a test
 * can count without asking the database.
 *
 * @param runs runs of each team
 */
public record ManyRuns(int runs) {
  /** The number of a team's run is its place plus this: small numbers are left to real runs. */
  public static final int NUMBERS_FROM = 1_000;

  /** Numbers of a team's three data sets are 101, 102 and 103. */
  public static final int DATASETS_FROM = 100;

  /** One of the four people who start runs. */
  public static final String SOMEBODY = "00000000-0000-0000-0000-000000001b59";

  /** Tables that rows of all teams are written to, by hand or by the trigger of {@code jobs}. */
  private static final List<String> FILLED =
      List.of(
          "jobs",
          "job_events",
          "attempts",
          "reservations",
          "slot_usage",
          "datasets",
          "dataset_checks",
          "dataset_versions",
          "dataset_totals",
          "runs",
          "run_tags");

  private static final String HASH = "repeat('0', 64)";

  /** Whether the run at this place is put away. */
  public static boolean archived(int n) {
    return n % 13 == 0;
  }

  /** Whether it goes on: its job waits, for a day at least. */
  public static boolean open(int n) {
    return n % 50 == 1;
  }

  /** Whether its base model is {@code bge-small-en}, not {@code minilm-l6}. */
  public static boolean bge(int n) {
    return n % 3 == 0;
  }

  /** The data set that it learned from, 1 to 3: Mails, Reviews, Tickets. */
  public static int dataset(int n) {
    return 1 + n % 3;
  }

  /** Whether somebody wrote "Looks good so far" beside it. */
  public static boolean noted(int n) {
    return n % 7 == 0;
  }

  /** Whether it has the tag "best". */
  public static boolean best(int n) {
    return n % 9 == 0;
  }

  /**
   * Adds teams with their runs; the id of the team of place {@code t} (1 …) has {@code t} in it.
   */
  public void withTeams(Connection owner, int teams) throws SQLException {
    List<UUID> made = new ArrayList<>();
    try (Statement fill = owner.createStatement()) {
      fill.execute("alter table teams no force row level security");
      for (int t = 1; t <= teams; t++) {
        made.add(new UUID(0, t));
        fill.execute(
            "insert into teams (id, slug, name) values ('%s', 'team-%d', 'Team %d')"
                .formatted(made.get(t - 1), t, t));
      }
      fill.execute("alter table teams force row level security");
    }
    in(owner, made);
  }

  /** Adds the runs to teams that are there. */
  public void in(Connection owner, List<UUID> teams) throws SQLException {
    try (Statement fill = owner.createStatement()) {
      for (String table : FILLED) {
        fill.execute("alter table " + table + " no force row level security");
      }
      fill.execute("alter table jobs disable trigger step");
      fill.execute("alter table attempts disable trigger step");
      fill.execute("create temporary table filled (t uuid)");
      for (UUID team : teams) {
        fill.execute("insert into filled values ('" + team + "')");
      }
      // What is written here has not been added up, whatever the clock of it says.
      fill.execute("delete from slot_usage");
      fill.execute("update slot_usage_until set until = '-infinity'");
      data(fill);
      jobs(fill);
      runs(fill);
      fill.execute("drop table filled");
      fill.execute("alter table jobs enable trigger step");
      fill.execute("alter table attempts enable trigger step");
      fill.execute("analyze");
      for (String table : FILLED) {
        fill.execute("alter table " + table + " force row level security");
      }
    }
  }

  private static void data(Statement fill) throws SQLException {
    fill.execute(
        """
        insert into base_models select m, '{}', 'k', 1, %s, 'k', 1, %s
        from unnest(array['minilm-l6', 'bge-small-en']) m on conflict do nothing"""
            .formatted(HASH, HASH));
    String each = "filled, generate_series(1, 3) d";
    fill.execute(
        """
        insert into jobs (team_id, id, kind, slot_class, slots, priority, longest_seconds, state,
          reason_code, reason_detail, max_attempts, attempt, result_attempt, ended_at)
        select t, %s, 'check', 'small', 1, 0, 10, 'SUCCEEDED', 'X', 'x', 1, 1, 1, now() from %s"""
            .formatted(dataset("d"), each));
    fill.execute(
        """
        insert into datasets (team_id, id, number, name, file_name, size, object_key, state)
        select t, %s, %d + d, (array['Mails', 'Reviews', 'Tickets'])[d], 'x.csv', 1, 'k', 'UPLOADED'
        from %s"""
            .formatted(dataset("d"), DATASETS_FROM, each));
    fill.execute(
        """
        insert into dataset_checks (team_id, id, dataset_id, number, job_id, base_model, seed, report)
        select t, %1$s, %1$s, 1, %1$s, 'minilm-l6', 1,
          (select report from dataset_checks where report is not null limit 1) from %2$s"""
            .formatted(dataset("d"), each));
    fill.execute(
        """
        insert into dataset_versions (team_id, id, dataset_id, number, check_id, rows_key, rows_size, rows_sha256)
        select t, %1$s, %1$s, 1, %1$s, 'k', 1, %2$s from %3$s"""
            .formatted(dataset("d"), HASH, each));
  }

  private void jobs(Statement fill) throws SQLException {
    String at = "now() - n * interval '5 minutes'";
    fill.execute(
        """
        insert into jobs (team_id, id, kind, slot_class, slots, priority, longest_seconds, state,
          reason_code, reason_detail, max_attempts, attempt, result_attempt, created_at, queued_at,
          started_at, ended_at, not_before)
        select t, %1$s, 'train', 'training', 1, 0, 10, %2$s, 'X', 'x', 1,
          case when n %% 50 = 1 then 0 else 1 end, case when %2$s = 'SUCCEEDED' then 1 end, %3$s, %3$s,
          case when n %% 50 = 1 then null else %3$s end, case when n %% 50 = 1 then null else %3$s end,
          case when n %% 50 = 1 then now() + interval '1 day' end
        from %4$s"""
            .formatted(run(), state("'QUEUED'"), at, all()));
    fill.execute(
        """
        insert into attempts (team_id, job_id, number, state, epoch, created_at, started_at, ended_at,
          lease_until, longest_until, gone_at, manifest_verified_at)
        select t, %1$s, 1, %2$s, 1, %3$s, %3$s, %3$s, %3$s, %3$s, %3$s, %3$s
        from %4$s where n %% 50 <> 1"""
            .formatted(run(), state("''"), at, all()));
    fill.execute(
        """
        insert into reservations (team_id, job_id, attempt, slot_class, slots, quota_at_admission,
          capacity_at_admission, created_at, until, released_at)
        select t, %1$s, 1, 'training', 1, 1, 1, %2$s, %2$s, %2$s from %3$s where n %% 50 <> 1"""
            .formatted(run(), at, all()));
  }

  private void runs(Statement fill) throws SQLException {
    fill.execute(
        """
        insert into runs (team_id, id, number, job_id, dataset_version_id, base_model, frozen_blocks,
          head_learning_rate, body_learning_rate, epochs, batch_size, seed, max_tokens, request_hash, created_by,
          ended_state, ended_at, note, accuracy, work_seconds, archived_at)
        select t, %1$s, %2$d + n, %1$s, %3$s, case when n %% 3 = 0 then 'bge-small-en' else 'minilm-l6' end, 6, 0.001, 0.0001,
          3, 16, n, 128, 'x', %4$s, %5$s, case when n %% 50 = 1 then null else now() end,
          case when n %% 7 = 0 then 'Looks good so far' else '' end,
          case when n %% 10 = 0 or n %% 50 = 1 then null else ((n * 7919) %% 1000) / 1000.0 end,
          case when n %% 50 = 1 then null else (n * 104729) %% 5000 end, case when n %% 13 = 0 then now() end
        from %6$s"""
            .formatted(
                run(),
                NUMBERS_FROM,
                dataset("1 + n % 3"),
                "cast(lpad(to_hex(7000 + n % 4), 32, '0') as uuid)",
                state("null"),
                all()));
    fill.execute(
        "insert into run_tags (team_id, run_id, tag) select t, %s, 'best' from %s where n %% 9 = 0"
            .formatted(run(), all()));
  }

  private static String state(String open) {
    return "case when n % 10 = 0 then 'FAILED' when n % 50 = 1 then "
        + open
        + " else 'SUCCEEDED' end";
  }

  private String all() {
    return "filled, generate_series(1, " + runs + ") n";
  }

  /** Ids are those of one team alone, as the server's are. */
  private static String run() {
    return "cast(md5('run ' || n || t) as uuid)";
  }

  private static String dataset(String d) {
    return "cast(md5('data set ' || (" + d + ") || t) as uuid)";
  }
}
