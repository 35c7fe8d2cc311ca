package io.headstart.run.errors;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.Split;
import io.headstart.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads where a run errs from the stored predictions, counted by the database. */
@ApplicationScoped
public class ReadErrors {
  /** Probability of the answer that was given. */
  private static final String CERTAINTY =
      "cast(probabilities ->> cast(predicted as int) as double precision)";

  private final Runs runs;
  private final EntityManager database;

  ReadErrors(Runs runs, EntityManager database) {
    this.runs = runs;
    this.database = database;
  }

  /**
   * A prediction.
   *
   * @param id of its example
   * @param label index of the true class
   * @param predicted index of the answer
   * @param certainty probability of the answer, 0 to 1
   * @param baseline index of the baseline's answer
   */
  record Answer(long id, int label, int predicted, double certainty, int baseline) {}

  /**
   * The confusions of a run; all zero without predictions.
   *
   * @param labels of its version
   * @throws Problem 404 when the team has no such run
   */
  @InTeam
  public Confusion confusion(long run, Split split, List<String> labels) {
    long[][] cells = new long[labels.size()][labels.size()];
    for (Object row :
        query(
            run,
            split,
            "select label, predicted, count(*) from run_predictions"
                + " where run_id = ?1 and split = ?2 group by label, predicted")) {
      Object[] counted = (Object[]) row;
      cells[number(counted[0])][number(counted[1])] = ((Number) counted[2]).longValue();
    }
    return new Confusion(labels, cells);
  }

  /** How sure a run's answers are against how often they are right. */
  @InTeam
  public Calibration calibration(long run, Split split) {
    List<Calibration.Bin> bins = new ArrayList<>();
    long total = 0;
    for (Object row :
        query(
            run,
            split,
            "select least("
                + (Calibration.BINS - 1)
                + ", floor(certainty * "
                + Calibration.BINS
                + ")), count(*), avg(certainty), avg(hit) from (select "
                + CERTAINTY
                + " as certainty, cast(label = predicted as int) as hit from run_predictions"
                + " where run_id = ?1 and split = ?2) p group by 1 order by 1")) {
      Object[] bin = (Object[]) row;
      long count = ((Number) bin[1]).longValue();
      total += count;
      bins.add(
          new Calibration.Bin(
              number(bin[0]),
              count,
              ((Number) bin[2]).doubleValue(),
              ((Number) bin[3]).doubleValue()));
    }
    return new Calibration(bins, total);
  }

  /**
   * The predictions behind a cell, the most certain first.
   *
   * @param label index of the true class; null: any
   * @param predicted index of the answer; null: any other than the true one
   * @param after the last one seen; null: from the most certain
   * @param limit at most so many
   */
  @InTeam
  List<Answer> answers(
      long run,
      Split split,
      @Nullable Integer label,
      @Nullable Integer predicted,
      @Nullable Place after,
      int limit) {
    String sql =
        "select example_id, label, predicted, certainty, baseline from (select example_id, label,"
            + " predicted, baseline, "
            + CERTAINTY
            + " as certainty from run_predictions where run_id = ?1 and split = ?2"
            + (label == null ? "" : " and label = " + label)
            + (predicted == null ? " and label <> predicted" : " and predicted = " + predicted)
            + ") p"
            + (after == null ? "" : " where (-certainty, example_id) > (?3, ?4)")
            + " order by -certainty, example_id limit "
            + limit;
    var query = database.createNativeQuery(sql, Object[].class);
    query.setParameter(1, id(run)).setParameter(2, name(split));
    if (after != null) {
      query.setParameter(3, -after.certainty()).setParameter(4, after.id());
    }
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> answer((Object[]) row)).toList();
  }

  private static Answer answer(Object[] row) {
    return new Answer(
        ((Number) row[0]).longValue(),
        number(row[1]),
        number(row[2]),
        ((Number) row[3]).doubleValue(),
        number(row[4]));
  }

  private List<?> query(long run, Split split, String sql) {
    return database
        .createNativeQuery(sql, Object[].class)
        .setParameter(1, id(run))
        .setParameter(2, name(split))
        .getResultList();
  }

  private UUID id(long run) {
    return runs.numbered(run).orElseThrow(Problem::notFound).id();
  }

  private static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  private static int number(Object cell) {
    return ((Number) cell).intValue();
  }
}
