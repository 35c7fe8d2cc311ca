package io.headstart.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.job.NewJob;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.ConvertResult;
import io.headstart.protocol.Example;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Finding;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Prediction;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.Questions;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainResult;
import io.headstart.protocol.TrainSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the worker of checks and runs over the real protocol, with results made by hand, without
 * the minutes of a training. Needs {@link QueueProfile}.
 */
@ApplicationScoped
public class HandMadeWorker {
  @Inject QueueFixture queue;
  @Inject TeamWork work;
  @Inject EntityManager database;

  private final Map<JobRef, WorkerClient> workers = new ConcurrentHashMap<>();

  /** The job of a team's newest check or run. */
  public JobRef newest(TestTeam team, String kind) {
    return job(team, "select id from jobs where kind = ?1 order by created_at desc limit 1", kind);
  }

  /** The job of a team's run of this number. */
  public JobRef job(TestTeam team, long run) {
    return job(team, "select job_id from runs where number = ?1", run);
  }

  private JobRef job(TestTeam team, String which, Object value) {
    return work.call(
        team.ref(),
        () ->
            new JobRef(
                team.ref(),
                (UUID)
                    database
                        .createNativeQuery(which, UUID.class)
                        .setParameter(1, value)
                        .getSingleResult()));
  }

  /** Has a waiting job admitted and claimed by its worker. */
  public void begin(JobRef job) {
    begin(new AttemptRef(job, 1));
  }

  /** The same for a later attempt, once the time to wait before it is over. */
  public void begin(AttemptRef attempt) {
    queue.capacity(NewJob.TRAINING, 1_000);
    queue.capacity(NewJob.SMALL, 1_000);
    queue.dispatch();
    workers.put(attempt.job(), queue.claim(attempt).worker());
  }

  /** A heartbeat. */
  public void beat(JobRef job, Heartbeat.Progress progress, List<Heartbeat.Point> points) {
    WorkerClient worker = workers.get(job);
    expect(
        200,
        worker.post("/heartbeat", new Heartbeat(worker.instance(), progress, points, List.of())));
  }

  /** A heartbeat with lines of the log and nothing else. */
  public void logs(JobRef job, List<Heartbeat.LogLine> lines) {
    WorkerClient worker = workers.get(job);
    expect(
        200, worker.post("/heartbeat", new Heartbeat(worker.instance(), null, List.of(), lines)));
  }

  /** Takes all questions that wait; says 0.9 of the second of two classes, or refuses them. */
  public void answers(JobRef job, QuestionPoll.@Nullable Refusal refusal) {
    replies(
        job,
        refusal == null ? new QuestionPoll.Answer(List.of(0.1f, 0.9f), 12.5, false) : null,
        refusal);
  }

  /** Takes all questions that wait, and says this to each. */
  public void says(JobRef job, QuestionPoll.Answer answer) {
    replies(job, answer, null);
  }

  private void replies(
      JobRef job, QuestionPoll.@Nullable Answer answer, QuestionPoll.@Nullable Refusal refusal) {
    WorkerClient worker = workers.get(job);
    WorkerClient.Answer given =
        worker.post("/questions", new QuestionPoll(worker.instance(), 0, 8, List.of()));
    expect(200, given);
    List<QuestionPoll.Reply> replies =
        given.as(Questions.class).questions().stream()
            .map(question -> new QuestionPoll.Reply(question.id(), answer, refusal))
            .toList();
    expect(200, worker.post("/questions", new QuestionPoll(worker.instance(), 0, 0, replies)));
  }

  /** The worker says that it can't be done. */
  public void fail(JobRef job, String why) {
    expect(204, workers.get(job).fail(ExitCode.BAD_INPUT, "by-hand", why));
  }

  /** Commits a check that found two classes in 20 rows, or nothing usable. */
  public void checked(JobRef job, boolean usable) {
    checked(job, usable, "mail");
  }

  /** The same with rows that begin with this word, so that their hash is another one. */
  public void checked(JobRef job, boolean usable, String word) {
    begin(job);
    StringBuilder rows = new StringBuilder();
    List<Example> examples = examples(word);
    examples.forEach(example -> rows.append(json(example)).append('\n'));
    if (usable) {
      upload(job, CheckSpec.ROWS, rows.toString());
    }
    expect(204, workers.get(job).commit(report(usable, examples)));
  }

  /** Commits a check that can't tell which column is the text and which the label. */
  public void checkedWithoutColumns(JobRef job) {
    begin(job);
    expect(204, workers.get(job).commit(report(false, List.of(), null, null)));
  }

  /** Commits a check with this report, after the objects that it says were written. */
  public void checked(JobRef job, CheckReport report, Map<String, byte[]> written) {
    begin(job);
    written.forEach((name, content) -> expect(200, workers.get(job).upload(name, content)));
    expect(204, workers.get(job).commit(report));
  }

  /** Commits a check of the same 20 rows, split the other way round: the last ones are learned. */
  public void checkedTurned(JobRef job) {
    List<Example> turned =
        examples("mail").stream()
            .map(
                row ->
                    new Example(
                        21 - row.id(),
                        row.id() > 6 ? Split.TRAIN : row.id() > 3 ? Split.VALIDATION : Split.TEST,
                        row.label(),
                        row.text()))
            .toList();
    begin(job);
    StringBuilder rows = new StringBuilder();
    turned.forEach(example -> rows.append(json(example)).append('\n'));
    upload(job, CheckSpec.ROWS, rows.toString());
    expect(204, workers.get(job).commit(report(true, turned)));
  }

  /** What the server gives the worker of a job that has begun: the settings, and the inputs. */
  public JsonNode spec(JobRef job) {
    return workers.get(job).spec().as(JsonNode.class);
  }

  private static List<Example> examples(String word) {
    return IntStream.rangeClosed(1, 20)
        .mapToObj(
            i ->
                new Example(
                    i,
                    i <= 14 ? Split.TRAIN : i <= 17 ? Split.VALIDATION : Split.TEST,
                    i % 2 == 0 ? "spam" : "ham",
                    word + " " + i + " <b>not bold</b>"))
        .toList();
  }

  private static CheckReport report(boolean usable, List<Example> examples) {
    return report(usable, examples, "text", "label");
  }

  private static CheckReport report(
      boolean usable, List<Example> examples, @Nullable String text, @Nullable String label) {
    return new CheckReport(
        usable,
        "csv",
        List.of("text", "label"),
        text,
        label,
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
            new Finding(
                usable ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                "mails.csv",
                5L,
                "label",
                "The label is empty.",
                "Give it one, or leave the row out.",
                1,
                List.of())),
        usable ? examples.subList(0, 5) : List.of(),
        1_000_000,
        Modality.TEXT,
        null);
  }

  /**
   * Commits a training with that many test examples of each kind.
   *
   * @param cells both right, only the run, only the baseline, both wrong
   */
  public void trained(JobRef job, int... cells) {
    expect(204, commit(job, cells, cells));
  }

  /** Commits a training that said this of each example. */
  public void trained(JobRef job, List<Prediction> predictions) {
    expect(204, tryTrained(job, predictions));
  }

  /** The same, whatever the server thinks of it. */
  public WorkerClient.Answer tryTrained(JobRef job, List<Prediction> predictions) {
    int[] cells = new int[4];
    StringBuilder lines = new StringBuilder();
    for (Prediction prediction : predictions) {
      if (prediction.split() == Split.TEST) {
        boolean run = prediction.predicted() == prediction.label();
        boolean base = prediction.baseline() == prediction.label();
        cells[(run ? 0 : 2) + (base ? 0 : 1)]++;
      }
      lines.append(json(prediction)).append('\n');
    }
    List<Integer> alone =
        predictions.stream()
            .filter(said -> said.split() == Split.TEST && said.headOnly() != null)
            .map(said -> said.headOnly() == said.label() ? 1 : 0)
            .toList();
    TrainResult.Count headOnly =
        alone.isEmpty()
            ? null
            : new TrainResult.Count(alone.stream().mapToInt(i -> i).sum(), alone.size());
    long largest =
        predictions.stream()
            .filter(said -> said.split() == Split.TEST)
            .collect(Collectors.groupingBy(Prediction::label, Collectors.counting()))
            .values()
            .stream()
            .mapToLong(n -> n)
            .max()
            .orElse(0);
    // A result's cells are: both, only the run, only the baseline, neither.
    upload(job, TrainSpec.ARCHIVE, "not really a zip");
    upload(job, TrainSpec.PREDICTIONS, lines.toString());
    return workers.get(job).commit(result(headOnly, largest, cells));
  }

  /** Leaves features of the frozen part, as the commit of a training will say. */
  public void keepsFeatures(JobRef job, String content) {
    upload(job, TrainSpec.FEATURES, content);
  }

  /** Commits a training with this result, these answers and this archive. */
  public void trained(
      JobRef job, TrainResult result, List<Prediction> predictions, String archive) {
    upload(job, TrainSpec.ARCHIVE, archive);
    upload(
        job,
        TrainSpec.PREDICTIONS,
        predictions.stream().map(HandMadeWorker::json).collect(Collectors.joining("\n", "", "\n")));
    expect(204, workers.get(job).commit(result));
  }

  /** Commits a form of a run's model that has this content. */
  public void converted(JobRef job, String file, String content) {
    expect(204, tryConverted(job, file, content));
  }

  /** The same, whatever the server thinks of it. */
  public WorkerClient.Answer tryConverted(JobRef job, String file, String content) {
    upload(job, file, content);
    return workers.get(job).commit(new ConvertResult(3));
  }

  /** Commits a result whose numbers are those of other predictions than the ones uploaded. */
  public WorkerClient.Answer contradicting(JobRef job, int[] said, int[] predicted) {
    return commit(job, said, predicted);
  }

  private WorkerClient.Answer commit(JobRef job, int[] said, int[] predicted) {
    upload(job, TrainSpec.ARCHIVE, "not really a zip");
    upload(job, TrainSpec.PREDICTIONS, predictions(predicted));
    return workers.get(job).commit(result(null, (said[0] + said[1] + said[2] + said[3]) / 2, said));
  }

  private static String predictions(int... cells) {
    StringBuilder lines = new StringBuilder();
    long id = 0;
    for (int cell = 0; cell < 4; cell++) {
      for (int i = 0; i < cells[cell]; i++) {
        int label = (int) (id % 2);
        int run = cell == 0 || cell == 1 ? label : 1 - label;
        int base = cell == 0 || cell == 2 ? label : 1 - label;
        lines
            .append(
                json(
                    new Prediction(
                        ++id, Split.TEST, label, run, List.of(0.25f, 0.75f), base, null)))
            .append('\n');
      }
    }
    lines
        .append(json(new Prediction(++id, Split.VALIDATION, 0, 0, List.of(0.9f, 0.1f), 1, null)))
        .append('\n');
    return lines.toString();
  }

  private static TrainResult result(
      TrainResult.@Nullable Count headOnly, long largest, int... cells) {
    int total = cells[0] + cells[1] + cells[2] + cells[3];
    return new TrainResult(
        2,
        3,
        false,
        new TrainResult.Count(1, 1),
        new TrainResult.Count(cells[0] + cells[1], total),
        0.2,
        0.3,
        new TrainResult.Count(largest, total),
        new TrainResult.Count(cells[0] + cells[2], total),
        TrainResult.BAG_OF_WORDS,
        1_775_234,
        20_790_912,
        700,
        1_000_000,
        true,
        3,
        "a".repeat(64),
        Map.of("engine", "by hand"),
        Map.of("train", 1.5),
        List.of(),
        0,
        headOnly,
        false,
        1L << 30,
        0L,
        null);
  }

  private void upload(JobRef job, String name, String text) {
    expect(200, workers.get(job).upload(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void expect(int status, WorkerClient.Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(answer.toString());
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
