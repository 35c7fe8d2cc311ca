package io.headstart.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The verified checkpoints of a job. Team work. */
@ApplicationScoped
public class Checkpoints {
  private final StatelessSession session;

  Checkpoints(StatelessSession session) {
    this.session = session;
  }

  /** Writes one down; the same epoch of the same attempt again changes nothing. */
  public void add(AttemptRef attempt, int epoch, List<ManifestEntry> files) {
    session
        .createNativeMutationQuery(
            """
            insert into checkpoints (team_id, job_id, attempt, epoch, files)
            values (:team, :job, :attempt, :epoch, :files)
            on conflict (team_id, job_id, attempt, epoch) do nothing""")
        .setParameter("team", attempt.job().team().id())
        .setParameter("job", attempt.job().id())
        .setParameter("attempt", attempt.number())
        .setParameter("epoch", epoch)
        .setParameter("files", json(files))
        .executeUpdate();
  }

  /** The furthest one of an attempt before this one; of equals the newest. */
  public Optional<Checkpoint> before(AttemptRef attempt) {
    return session
        .createNativeQuery(
            """
            select attempt, epoch, files from checkpoints
            where job_id = :job and attempt < :attempt
            order by epoch desc, attempt desc limit 1""",
            Tuple.class)
        .setParameter("job", attempt.job().id())
        .setParameter("attempt", attempt.number())
        .uniqueResultOptional()
        .map(
            row ->
                new Checkpoint(
                    new AttemptRef(attempt.job(), row.get(0, Integer.class)),
                    row.get(1, Integer.class),
                    files(row.get(2, String.class))));
  }

  private static String json(List<ManifestEntry> files) {
    try {
      return Protocol.json().writeValueAsString(files);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<ManifestEntry> files(String json) {
    try {
      return Protocol.json().readValue(json, new TypeReference<List<ManifestEntry>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("checkpoints.files is no manifest: " + json, e);
    }
  }

  /**
   * A verified checkpoint.
   *
   * @param attempt the attempt under whose key its files lie
   * @param epoch the epoch after which it was written
   * @param files its objects
   */
  public record Checkpoint(AttemptRef attempt, int epoch, List<ManifestEntry> files) {}
}
