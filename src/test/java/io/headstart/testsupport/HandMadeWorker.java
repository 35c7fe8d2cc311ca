package io.headstart.testsupport;

import io.agroal.api.AgroalDataSource;
import io.headstart.job.JobKinds;
import io.headstart.job.JobRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Example;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Plays the worker by hand for tests of what the rooms make of an outcome: the real rows and
 * objects, through the real {@link io.headstart.job.JobKind}, without the minutes of a training.
 */
@ApplicationScoped
public class HandMadeWorker {
  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject ObjectStore store;
  @Inject JobKinds kinds;
  @Inject TeamWork work;
  @Inject EntityManager database;

  /** The job of a team's newest check or run. */
  public JobRef newest(TestTeam team, String kind) {
    return work.call(
        team.ref(),
        () ->
            new JobRef(
                team.ref(),
                (UUID)
                    database
                        .createNativeQuery(
                            "select id from jobs where kind = ?1 order by created_at desc limit 1",
                            UUID.class)
                        .setParameter(1, kind)
                        .getSingleResult()));
  }

  /** Moves a waiting job to RUNNING. */
  public void begin(JobRef job) {
    set(job, "state = 'STARTING', reason_code = 'ADMITTED', attempt = 1");
    set(
        job,
        "state = 'RUNNING', reason_code = 'STARTED', reason_detail = 'Its worker has begun',"
            + " started_at = clock_timestamp()");
  }

  /** What a heartbeat would leave: points in the feed, and the progress. */
  public void beat(JobRef job, Heartbeat.Progress progress, List<Heartbeat.Point> points) {
    work.run(
        job.team(),
        () -> {
          for (Heartbeat.Point point : points) {
            database
                .createNativeQuery(
                    """
                    with j as (update jobs set feed_seq = feed_seq + 1 where id = ?1
                      returning team_id, id, feed_seq)
                    insert into job_points (team_id, job_id, series, step, epoch, value, attempt, seq)
                    select team_id, id, ?2, ?3, ?4, ?5, 1, feed_seq from j
                    """)
                .setParameter(1, job.id())
                .setParameter(2, point.series())
                .setParameter(3, point.step())
                .setParameter(4, point.epoch())
                .setParameter(5, point.value())
                .executeUpdate();
          }
          database
              .createNativeQuery("update jobs set progress = ?2 where id = ?1")
              .setParameter(1, job.id())
              .setParameter(2, json(progress))
              .executeUpdate();
        });
  }

  /** Commits an outcome: what the kind makes of it, and the job SUCCEEDED. */
  public void commit(JobRef job, String kind, Outcome outcome) {
    String prefix = "teams/" + job.team().id() + "/jobs/" + job.id() + "/1/";
    Runnable takesIn = kinds.named(kind).takeIn(job, prefix, outcome);
    work.run(job.team(), takesIn);
    set(
        job,
        "state = 'SUCCEEDED', reason_code = 'COMPLETED', reason_detail = 'Completed',"
            + " result_attempt = 1, ended_at = clock_timestamp()");
  }

  /** Ends a running job as failed, as {@code dispatch} does. */
  public void fail(JobRef job, String kind, String why) {
    work.run(
        job.team(), () -> kinds.named(kind).endedWithout(job, io.headstart.job.JobState.FAILED));
    set(
        job,
        "state = 'FAILED', reason_code = 'BAD_INPUT', reason_detail = '"
            + why
            + "', ended_at = clock_timestamp()");
  }

  /** The outcome of a check that found two classes, 20 rows. */
  public Outcome checked(JobRef job, boolean usable) {
    StringBuilder rows = new StringBuilder();
    List<Example> examples =
        IntStream.rangeClosed(1, 20)
            .mapToObj(
                i ->
                    new Example(
                        i,
                        i <= 14 ? Split.TRAIN : i <= 17 ? Split.VALIDATION : Split.TEST,
                        i % 2 == 0 ? "spam" : "ham",
                        "mail " + i + " <b>not bold</b>"))
            .toList();
    examples.forEach(example -> rows.append(json(example)).append('\n'));
    CheckReport report =
        new CheckReport(
            usable,
            "csv",
            List.of("text", "label"),
            "text",
            "label",
            1,
            "0".repeat(64),
            100,
            21,
            usable ? 20 : 0,
            1,
            usable
                ? Map.of(
                    "ham", new CheckReport.ClassCount(7, 2, 1),
                    "spam", new CheckReport.ClassCount(7, 1, 2))
                : Map.of(),
            0.125,
            512,
            List.of(
                new io.headstart.protocol.Finding(
                    usable
                        ? io.headstart.protocol.Finding.Severity.WARNING
                        : io.headstart.protocol.Finding.Severity.ERROR,
                    "mails.csv",
                    5L,
                    "label",
                    "The label is empty.",
                    "Give it one, or leave the row out.",
                    1)),
            usable ? examples.subList(0, 5) : List.of(),
            1_000_000);
    List<ManifestEntry> files =
        usable ? List.of(put(job, CheckSpec.ROWS, rows.toString())) : List.of();
    return new Outcome("by hand", files, Protocol.json().valueToTree(report));
  }

  /**
   * The outcome of a training with that many test examples of each kind.
   *
   * @param cells both right, only the run, only the baseline, both wrong
   */
  public Outcome trained(JobRef job, int... cells) {
    StringBuilder lines = new StringBuilder();
    long id = 0;
    for (int cell = 0; cell < 4; cell++) {
      for (int i = 0; i < cells[cell]; i++) {
        int label = (int) (id % 2);
        int run = cell == 0 || cell == 1 ? label : 1 - label;
        int base = cell == 0 || cell == 2 ? label : 1 - label;
        lines
            .append(json(new Prediction(++id, Split.TEST, label, run, List.of(0.25f, 0.75f), base)))
            .append('\n');
      }
    }
    lines
        .append(json(new Prediction(++id, Split.VALIDATION, 0, 0, List.of(0.9f, 0.1f), 1)))
        .append('\n');
    int total = cells[0] + cells[1] + cells[2] + cells[3];
    TrainResult result =
        new TrainResult(
            2,
            3,
            false,
            new TrainResult.Count(1, 1),
            new TrainResult.Count(cells[0] + cells[1], total),
            0.2,
            0.3,
            new TrainResult.Count(total / 2, total),
            new TrainResult.Count(cells[0] + cells[2], total),
            1_775_234,
            20_790_912,
            700,
            1_000_000,
            true,
            3,
            "a".repeat(64),
            Map.of("engine", "by hand"),
            Map.of("train", 1.5),
            List.of());
    return new Outcome(
        "by hand",
        List.of(
            put(job, TrainSpec.ARCHIVE, "not really a zip"),
            put(job, TrainSpec.PREDICTIONS, lines.toString())),
        Protocol.json().valueToTree(result));
  }

  private ManifestEntry put(JobRef job, String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    store.put(
        ObjectKey.ofTeam(job.team().id(), "jobs/" + job.id() + "/1/" + name),
        new ByteArrayInputStream(content),
        "application/octet-stream");
    try {
      return new ManifestEntry(
          name,
          content.length,
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void set(JobRef job, String what) {
    try (var connection = system.getConnection();
        var statement = connection.prepareStatement("update jobs set " + what + " where id = ?")) {
      statement.setObject(1, job.id());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Object value) {
    try {
      return Protocol.json().writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
