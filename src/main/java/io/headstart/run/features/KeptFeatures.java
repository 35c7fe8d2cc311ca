package io.headstart.run.features;

import io.headstart.job.StoredObject;
import io.headstart.job.Work;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import io.headstart.run.RunConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Features that runs have left for others of their team. To be called inside team work. */
@ApplicationScoped
public class KeptFeatures {
  /** Below what S3 takes in one PUT, with room for what stands behind the values. */
  private static final long LARGEST = 4L << 30;

  private static final String FOUND =
      """
      from kept_features k join runs r on r.team_id = k.team_id and r.id = k.run_id
      where k.identity = :identity and r.deleted_at is null
      order by k.used_at desc, r.number desc limit 1""";

  private final StatelessSession session;
  private final RunConfig config;

  KeptFeatures(StatelessSession session, RunConfig config) {
    this.session = session;
    this.config = config;
  }

  /**
   * Features that a run has left.
   *
   * @param run its number
   * @param object the file
   */
  public record Kept(long run, StoredObject object) {}

  /** Those of an identity; empty when no run has left any, or they were given up. */
  public Optional<Kept> of(String identity) {
    return session
        .createNativeQuery("select r.number, k.object_key, k.size, k.sha256 " + FOUND, Tuple.class)
        .setParameter("identity", identity)
        .uniqueResultOptional()
        .map(
            row ->
                new Kept(
                    row.get(0, Long.class),
                    new StoredObject(
                        row.get(1, String.class),
                        row.get(2, Long.class),
                        row.get(3, String.class))));
  }

  /**
   * The work of a run, with features that an earlier run has left where there are any, and with
   * leave to keep its own.
   *
   * @param spec without features
   * @param inputs of the run, by name
   */
  public Work work(TrainSpec spec, Map<String, StoredObject> inputs) {
    long limit = config.featuresKept().asLongValue();
    String identity = FeatureIdentity.of(spec, inputs).orElse(null);
    if (identity == null || limit == 0) {
      return new Work(Protocol.json().valueToTree(spec), inputs);
    }
    Kept kept = of(identity).orElse(null);
    Map<String, StoredObject> all = new LinkedHashMap<>(inputs);
    if (kept != null) {
      all.put(TrainSpec.FEATURES, kept.object());
      used(identity);
    }
    TrainSpec.Features features =
        new TrainSpec.Features(Math.min(limit, LARGEST), kept == null ? null : kept.run());
    return new Work(Protocol.json().valueToTree(spec.with(features)), all);
  }

  /** Some run is about to read those of an identity: they are given up last. */
  private void used(String identity) {
    session
        .createNativeMutationQuery(
            "update kept_features set used_at = clock_timestamp() where identity = :identity")
        .setParameter("identity", identity)
        .executeUpdate();
  }

  /**
   * Writes down what a run has left.
   *
   * @param run second part of its key
   * @param version of the data set that it learned from, likewise
   * @param spec of the run
   * @param inputs of the run, by name
   * @param object the file, among what the run has written
   */
  public void add(
      UUID run,
      UUID version,
      TrainSpec spec,
      Map<String, StoredObject> inputs,
      StoredObject object) {
    session
        .createNativeMutationQuery(
            """
            insert into kept_features
              (team_id, run_id, dataset_id, identity, object_key, size, sha256)
            select v.team_id, :run, v.dataset_id, :identity, :key, :size, :sha256
            from dataset_versions v where v.id = :version""")
        .setParameter("run", run)
        .setParameter("version", version)
        .setParameter("identity", FeatureIdentity.of(spec, inputs).orElseThrow())
        .setParameter("key", object.key())
        .setParameter("size", object.size())
        .setParameter("sha256", object.sha256())
        .executeUpdate();
  }
}
