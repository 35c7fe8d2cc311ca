package io.headstart.access;

import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A run that has succeeded, a version of a model that it is, and a question to it; as rows. */
@ApplicationScoped
class RegisteredRun {
  private static final String HASH = "0".repeat(64);

  private final EntityManager database;

  RegisteredRun(EntityManager database) {
    this.database = database;
  }

  /**
   * Makes them; must be called inside team work.
   *
   * @param job that has ended
   * @param datasetVersion what it learned from
   * @param number of the version; the run's is one million more
   */
  void make(
      Map<String, String> ids, UUID team, UUID job, UUID datasetVersion, String base, long number) {
    UUID run = UUID.randomUUID();
    UUID model = UUID.randomUUID();
    UUID question = UUID.randomUUID();
    insert(
        "insert into runs (team_id, id, number, job_id, dataset_version_id, base_model,"
            + " frozen_blocks, head_learning_rate, body_learning_rate, epochs, batch_size, seed,"
            + " max_tokens, request_hash, ended_state, ended_at) values (?1, ?2, ?3, ?4, ?5, ?6, 6,"
            + " 0.001, 0.0001, 1, 16, 1, 128, 'none', 'SUCCEEDED', now())",
        team,
        run,
        1_000_000 + number,
        job,
        datasetVersion,
        base);
    insert(
        "insert into run_results (team_id, run_id, result, both_right, only_run_right,"
            + " only_base_right, both_wrong, archive_key, archive_size, archive_sha256,"
            + " predictions_key) values (?1, ?2, cast(?3 as jsonb), 1, 0, 0, 0, ?4, 1, ?5, ?4)",
        team,
        run,
        result(),
        "teams/" + team + "/jobs/" + job + "/1/none",
        HASH);
    insert(
        "insert into models (team_id, id, name, last_version) values (?1, ?2, ?3, ?4)",
        team,
        model,
        "model-" + number,
        number);
    insert(
        "insert into model_versions (team_id, id, model_id, number, run_id, stage)"
            + " values (?1, ?2, ?3, ?4, ?5, 'CANDIDATE')",
        team,
        UUID.randomUUID(),
        model,
        number,
        run);
    insert(
        "insert into try_questions (team_id, id, run_id, state, picture_key, picture_size,"
            + " picture_name) values (?1, ?2, ?3, 'UPLOADING', ?4, 1, 'a.png')",
        team,
        question,
        run,
        "teams/" + team + "/try/" + question);
    ids.put("name", "model-" + number);
    ids.put("number", Long.toString(number));
    ids.put("tried", Long.toString(1_000_000 + number));
    ids.put("question", question.toString());
    ids.put("form", "safetensors");
  }

  private static String result() {
    TrainResult.Count one = new TrainResult.Count(1, 1);
    return Protocol.json()
        .valueToTree(
            new TrainResult(
                1,
                1,
                false,
                one,
                one,
                0.1,
                0.1,
                one,
                one,
                TrainResult.BAG_OF_WORDS,
                1,
                1,
                1,
                1,
                true,
                0,
                HASH,
                Map.of(),
                Map.of(),
                List.of(),
                0,
                null,
                false,
                0,
                0L,
                null))
        .toString();
  }

  private void insert(String sql, Object... values) {
    var query = database.createNativeQuery(sql);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    query.executeUpdate();
  }
}
