package io.headstart.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a run said of each example, in pieces, so that memory does not grow with them. */
@ApplicationScoped
public class ReadPredictions {
  private static final int BATCH = 2_000;
  private static final Set<String> SPLITS = Set.of("validation", "test");

  private final ReadRuns read;
  private final Runs runs;
  private final EntityManager database;
  private final TeamContext context;
  private final TeamWork work;

  ReadPredictions(
      ReadRuns read, Runs runs, EntityManager database, TeamContext context, TeamWork work) {
    this.read = read;
    this.runs = runs;
    this.database = database;
    this.context = context;
    this.work = work;
  }

  /**
   * One line of the answer.
   *
   * @param id the example's id: the number of its row in the user's file
   * @param split validation or test
   * @param label its true class
   * @param predicted the run's answer
   * @param baseline the answer of the baseline without transfer
   * @param headOnly the answer of the head alone on the base model's features; absent where there
   *     is none
   * @param probabilities of each class, in the order of the version's labels
   */
  record Line(
      long id,
      String split,
      String label,
      String predicted,
      String baseline,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String headOnly,
      List<Double> probabilities) {}

  /**
   * The predictions of a run of the request's team, by split and id.
   *
   * @param split validation or test; null: both
   * @throws Problem 404 without such a run; 409 unless it has succeeded; 400 for another split
   */
  public StreamingOutput of(long number, @Nullable String split) {
    if (split != null && !SPLITS.contains(split)) {
      throw new Problem(
          400,
          "split-unknown",
          "There are no predictions of this split",
          List.of(new Item("split", "It is none of ours.", "Give validation or test.")));
    }
    RunView run = read.one(number);
    if (run.outcome() == null) {
      throw new Problem(409, "no-result", "Run " + number + " has no predictions");
    }
    TeamRef team = context.team();
    UUID id = work.call(team, () -> runs.numbered(number).orElseThrow(Problem::notFound).id);
    List<String> labels = run.version().labels();
    return out -> {
      for (String one : split == null ? List.of("test", "validation") : List.of(split)) {
        write(out, team, id, one, labels);
      }
    };
  }

  private void write(OutputStream out, TeamRef team, UUID run, String split, List<String> labels)
      throws IOException {
    long after = Long.MIN_VALUE;
    while (true) {
      long from = after;
      List<Line> lines = work.call(team, () -> lines(run, split, from, labels));
      for (Line line : lines) {
        out.write(Protocol.json().writeValueAsBytes(line));
        out.write('\n');
      }
      if (lines.size() < BATCH) {
        return;
      }
      after = lines.get(lines.size() - 1).id;
    }
  }

  private List<Line> lines(UUID run, String split, long after, List<String> labels) {
    List<?> rows =
        database
            .createNativeQuery(
                """
                select example_id, label, predicted, baseline, head_only, cast(probabilities as text)
                from run_predictions where run_id = ?1 and split = ?2 and example_id > ?3
                order by example_id limit ?4
                """,
                Object[].class)
            .setParameter(1, run)
            .setParameter(2, split)
            .setParameter(3, after)
            .setParameter(4, BATCH)
            .getResultList();
    return rows.stream().map(row -> line(split, (Object[]) row, labels)).toList();
  }

  private static Line line(String split, Object[] row, List<String> labels) {
    try {
      double[] probabilities = Protocol.json().readValue((String) row[5], double[].class);
      return new Line(
          ((Number) row[0]).longValue(),
          split,
          labels.get(((Number) row[1]).intValue()),
          labels.get(((Number) row[2]).intValue()),
          labels.get(((Number) row[3]).intValue()),
          row[4] == null ? null : labels.get(((Number) row[4]).intValue()),
          Arrays.stream(probabilities).boxed().toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored probabilities can't be read", e);
    }
  }
}
