package io.headstart.run;

import io.headstart.platform.database.Column;
import io.headstart.run.evidence.PairedCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Runs beside the newest successful one from scratch on the same version of the data and the same
 * base model. Counted when the later of the two ends, since what they answered never changes. To be
 * called inside team work.
 */
@ApplicationScoped
public class ScratchPairs {
  private static final int SHOWN = 20;

  private final Runs runs;
  private final EntityManager database;

  ScratchPairs(Runs runs, EntityManager database) {
    this.runs = runs;
    this.database = database;
  }

  /** A run has succeeded and its predictions stand: counts every pair that it is part of. */
  void count(Run ended) {
    // Two that end at once would not see each other, and their pair would be missing for good.
    database
        .createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(?1, 0)) as text)")
        .setParameter(1, "scratch " + ended.datasetVersionId + " " + ended.baseModel)
        .getSingleResult();
    database
        .createNativeQuery(
            """
            insert into run_scratch_pairs (team_id, run_id, scratch_id, both_right, only_run_right,
                only_scratch_right, both_wrong)
            select r.team_id, r.id, s.id,
                count(*) filter (where a.predicted = a.label and b.predicted = b.label),
                count(*) filter (where a.predicted = a.label and b.predicted <> b.label),
                count(*) filter (where a.predicted <> a.label and b.predicted = b.label),
                count(*) filter (where a.predicted <> a.label and b.predicted <> b.label)
            from runs s
            join runs r on r.team_id = s.team_id and r.dataset_version_id = s.dataset_version_id
              and r.base_model = s.base_model and not r.from_scratch
              and r.ended_state = 'SUCCEEDED' and r.deleted_at is null
            join run_predictions a on a.team_id = r.team_id and a.run_id = r.id
              and a.split = 'test'
            join run_predictions b on b.team_id = s.team_id and b.run_id = s.id
              and b.split = 'test' and b.example_id = a.example_id
            where s.id = (
                select id from runs where from_scratch and ended_state = 'SUCCEEDED'
                  and deleted_at is null
                  and dataset_version_id = ?2 and base_model = ?3 order by number desc limit 1)
              and (s.id = ?1 or r.id = ?1)
            group by r.team_id, r.id, s.id
            on conflict (team_id, run_id) do update set scratch_id = excluded.scratch_id,
              both_right = excluded.both_right, only_run_right = excluded.only_run_right,
              only_scratch_right = excluded.only_scratch_right, both_wrong = excluded.both_wrong
            """)
        .setParameter(1, ended.id)
        .setParameter(2, ended.datasetVersionId)
        .setParameter(3, ended.baseModel)
        .executeUpdate();
  }

  /** The pairs of these runs, by the run's id; none for those without one. */
  Map<UUID, ScratchPair> of(List<UUID> ids) {
    Map<UUID, ScratchPair> pairs = new HashMap<>();
    if (ids.isEmpty()) {
      return pairs;
    }
    List<?> rows =
        database
            .createNativeQuery(
                "select run_id, scratch_id, both_right, only_run_right, only_scratch_right,"
                    + " both_wrong from run_scratch_pairs where run_id in ?1",
                Object[].class)
            .setParameter(1, ids)
            .getResultList();
    for (Object row : rows) {
      Object[] cells = (Object[]) row;
      long[] counts = new long[4];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = ((Number) cells[2 + i]).longValue();
      }
      runs.find("id", cells[1])
          .firstResultOptional()
          .ifPresent(
              scratch ->
                  pairs.put(
                      (UUID) cells[0],
                      new ScratchPair(
                          scratch.number,
                          RunView.Settings.of(scratch),
                          new PairedCounts(counts[0], counts[1], counts[2], counts[3]))));
    }
    return pairs;
  }

  /** Numbers of the runs that one from scratch is the baseline of, the newest first. */
  List<Long> comparedWith(Run scratch) {
    return numbers(
        "select r.number from run_scratch_pairs p join runs r on r.team_id = p.team_id"
            + " and r.id = p.run_id where p.scratch_id = ?1 and r.deleted_at is null order by r.number desc",
        scratch.id);
  }

  /** Number of a run from scratch that is under way on the same version and base model. */
  Optional<Long> underWay(Run run) {
    return runs.find(
            "fromScratch and endedState is null and datasetVersionId = ?1 and baseModel = ?2"
                + " order by number desc",
            run.datasetVersionId,
            run.baseModel)
        .firstResultOptional()
        .map(Run::number);
  }

  private List<Long> numbers(String query, UUID id) {
    List<?> found =
        Column.of(database.unwrap(Session.class), query, Long.class)
            .setParameter(1, id)
            .setMaxResults(SHOWN)
            .getResultList();
    return found.stream().map(number -> ((Number) number).longValue()).toList();
  }
}
