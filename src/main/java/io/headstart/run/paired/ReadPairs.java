package io.headstart.run.paired;

import io.headstart.job.JobFeed;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.Heartbeat;
import io.headstart.run.ReadRuns;
import io.headstart.run.Runs;
import io.headstart.run.evidence.PairedCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what several runs said of the same examples of the test split, example by example. */
@ApplicationScoped
public class ReadPairs {
  private final Runs runs;
  private final ReadRuns read;
  private final JobFeed feed;
  private final EntityManager database;

  ReadPairs(Runs runs, ReadRuns read, JobFeed feed, EntityManager database) {
    this.runs = runs;
    this.read = read;
    this.feed = feed;
    this.database = database;
  }

  /**
   * An example on which runs disagree.
   *
   * @param id of the example
   * @param label index of its true class
   * @param answers index of the answer of each run, in the order asked for
   */
  public record Disagreement(long id, int label, List<Integer> answers) {}

  /**
   * A point of a curve.
   *
   * @param run number of the run
   * @param step optimiser step, from 1
   * @param epoch from 1
   * @param value what was measured
   */
  public record Point(long run, long step, int epoch, double value) {}

  /**
   * How two runs did on the examples that both were tested on.
   *
   * @throws Problem 404 when the team has no such run
   */
  @InTeam
  public PairedCounts counts(long first, long second) {
    List<?> rows =
        database
            .createNativeQuery(
                """
                select a.predicted = a.label, b.predicted = b.label, count(*)
                from run_predictions a join run_predictions b on b.team_id = a.team_id
                  and b.split = a.split and b.example_id = a.example_id
                where a.run_id = ?1 and b.run_id = ?2 and a.split = 'test'
                group by 1, 2
                """,
                Object[].class)
            .setParameter(1, id(first))
            .setParameter(2, id(second))
            .getResultList();
    long[] cells = new long[4];
    for (Object row : rows) {
      Object[] cell = (Object[]) row;
      cells[((Boolean) cell[0] ? 0 : 2) + ((Boolean) cell[1] ? 0 : 1)] =
          ((Number) cell[2]).longValue();
    }
    return new PairedCounts(cells[0], cells[1], cells[2], cells[3]);
  }

  /**
   * Examples that these runs don't all answer alike, by id.
   *
   * @param numbers of runs that were tested on the same rows
   * @param after only those with a larger id
   * @param limit at most so many
   * @throws Problem 404 when the team has no such run
   */
  @InTeam
  public List<Disagreement> disagreements(List<Long> numbers, long after, int limit) {
    List<UUID> ids = numbers.stream().map(this::id).toList();
    List<?> rows =
        database
            .createNativeQuery(
                """
                select example_id, run_id, label, predicted from run_predictions
                where split = 'test' and run_id in ?1 and example_id in (
                  select example_id from run_predictions
                  where split = 'test' and run_id in ?1 and example_id > ?2
                  group by example_id having count(distinct predicted) > 1
                  order by example_id limit ?3)
                order by example_id
                """,
                Object[].class)
            .setParameter(1, ids)
            .setParameter(2, after)
            .setParameter(3, limit)
            .getResultList();
    List<Disagreement> found = new ArrayList<>();
    Map<UUID, Integer> answers = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Object[] row = (Object[]) rows.get(i);
      answers.put((UUID) row[1], ((Number) row[3]).intValue());
      boolean last = i + 1 == rows.size() || !((Object[]) rows.get(i + 1))[0].equals(row[0]);
      if (last) {
        found.add(
            new Disagreement(
                ((Number) row[0]).longValue(),
                ((Number) row[2]).intValue(),
                ids.stream().map(id -> answers.getOrDefault(id, -1)).toList()));
        answers.clear();
      }
    }
    return found;
  }

  /**
   * A series of a run's measurements, in the order of its steps.
   *
   * @param series {@code validation_accuracy} or {@code validation_loss}
   * @throws Problem 404 when the team has no such run
   */
  @InTeam
  public List<Point> curve(long run, String series) {
    return feed.points(read.one(run).ref()).getOrDefault(series, List.of()).stream()
        .map((Heartbeat.Point p) -> new Point(run, p.step(), p.epoch(), p.value()))
        .toList();
  }

  private UUID id(long number) {
    return runs.numbered(number).orElseThrow(Problem::notFound).id();
  }
}
