package io.headstart.access;

import io.headstart.catalog.InstallBaseModels;
import io.headstart.job.JobRef;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.PathIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A data set with a check and a version, a run on it, and another one that is registered; rows
 * only, and one thumbnail. Numbers are unlike in every team, so that another team's can be told
 * from one's own.
 */
@ApplicationScoped
class ProductPathIds implements PathIds {
  private static final String HASH = "0".repeat(64);

  private final TeamWork work;
  private final EntityManager database;
  private final Jobs jobs;
  private final InstallBaseModels models;
  private final ObjectStore store;
  private final RegisteredRun registered;
  private final AtomicLong numbers = new AtomicLong(1000);

  ProductPathIds(
      TeamWork work,
      EntityManager database,
      Jobs jobs,
      InstallBaseModels models,
      ObjectStore store,
      RegisteredRun registered) {
    this.work = work;
    this.database = database;
    this.jobs = jobs;
    this.models = models;
    this.store = store;
    this.registered = registered;
  }

  @Override
  public void make(Crew crew, Map<String, String> ids) {
    if (numbers.get() == 1000) {
      models.installAll();
    }
    long number = numbers.incrementAndGet();
    work.run(crew.team(), () -> rows(ids, crew.team().id(), number));
    thumbnail(crew.team().id(), Math.toIntExact(number));
    for (String name : new String[] {"dataset", "check", "version", "run", "picture"}) {
      ids.put(name, Long.toString(number));
    }
    ids.put("model", model());
    ids.put("view", UUID.randomUUID().toString()); // each is its owner's alone
  }

  /** Beside the rows that are not there: one picture of one byte. */
  private void thumbnail(UUID team, int number) {
    ByteBuffer index = ByteBuffer.allocate(number * CheckSpec.THUMBNAIL_ENTRY);
    index.putInt(index.capacity() - Integer.BYTES, 1);
    put(key(team, number, CheckSpec.THUMBNAIL_INDEX), index.array());
    put(key(team, number, CheckSpec.THUMBNAILS), new byte[] {1});
  }

  /** Unlike for each data set, so that deleting one takes nothing from another. */
  private static String key(UUID team, long number, String name) {
    return "teams/" + team + "/" + number + "/" + name;
  }

  private void put(String key, byte[] content) {
    store.put(new ObjectKey(key), new ByteArrayInputStream(content), "application/octet-stream");
  }

  private String model() {
    return (String) database.createNativeQuery("select min(id) from base_models").getSingleResult();
  }

  private void rows(Map<String, String> ids, UUID team, long number) {
    String key = key(team, number, "no-such-object");
    UUID dataset = UUID.randomUUID();
    UUID check = UUID.randomUUID();
    UUID version = UUID.randomUUID();
    insert(
        "insert into datasets (team_id, id, number, name, file_name, size, object_key, state,"
            + " last_check, last_version) values (?1, ?2, ?3, 'mails', 'mails.csv', 10, ?4,"
            + " 'UPLOADED', ?3, ?3)",
        team,
        dataset,
        number,
        key);
    insert(
        "insert into dataset_checks (team_id, id, dataset_id, number, job_id, base_model, seed,"
            + " usable, report, rows_key, rows_size, rows_sha256, ended_at) values (?1, ?2, ?3, ?4,"
            + " ?5, ?6, 1, true, cast(?7 as jsonb), ?9, 10, ?8, now())",
        team,
        check,
        dataset,
        number,
        job("check"),
        model(),
        report(),
        HASH,
        key);
    insert(
        "insert into dataset_versions (team_id, id, dataset_id, number, check_id, rows_key,"
            + " rows_size, rows_sha256) values (?1, ?2, ?3, ?4, ?5, ?7, 10, ?6)",
        team,
        version,
        dataset,
        number,
        check,
        HASH,
        key);
    insert(
        "insert into runs (team_id, id, number, job_id, dataset_version_id, base_model,"
            + " frozen_blocks, head_learning_rate, body_learning_rate, epochs, batch_size, seed,"
            + " max_tokens, request_hash) values (?1, ?2, ?3, ?4, ?5, ?6, 6, 0.001, 0.0001, 1, 16,"
            + " 1, 128, 'none')",
        team,
        UUID.randomUUID(),
        number,
        job("train"),
        version,
        model());
    registered.make(ids, team, job("train"), version, model(), number);
  }

  private static String report() {
    return Protocol.json()
        .valueToTree(
            new CheckReport(
                true,
                "csv",
                List.of("text", "label"),
                "text",
                "label",
                1,
                HASH,
                10,
                6,
                6,
                0,
                Map.of("ham", new CheckReport.ClassCount(1, 1, 1)),
                0,
                128,
                List.of(),
                List.of(),
                0,
                Modality.TEXT,
                null))
        .toString();
  }

  /** Queued and ended at once, so that no quota of queued jobs fills up. */
  private UUID job(String kind) {
    JobRef job = jobs.enqueue(new NewJob(kind, NewJob.SMALL, 1, 0, null, Duration.ofHours(1)));
    database.flush();
    database
        .createNativeQuery(
            "update jobs set state = 'CANCELLED', reason_code = 'TEST', reason_detail = 'test',"
                + " ended_at = now() where id = ?1")
        .setParameter(1, job.id())
        .executeUpdate();
    return job.id();
  }

  private void insert(String sql, Object... values) {
    var query = database.createNativeQuery(sql);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    query.executeUpdate();
  }
}
