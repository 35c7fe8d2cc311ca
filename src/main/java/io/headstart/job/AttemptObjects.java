package io.headstart.job;

import io.headstart.protocol.ManifestEntry;
import io.headstart.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/**
 * The objects that an attempt may write, with the size and checksum that it declared and the server
 * signed. Team work.
 */
@ApplicationScoped
public class AttemptObjects {
  private final StatelessSession session;

  AttemptObjects(StatelessSession session) {
    this.session = session;
  }

  /** Key under which all objects of an attempt lie, without a slash at its end. */
  public static ObjectKey folder(AttemptRef attempt) {
    return ObjectKey.ofTeam(
        attempt.job().team().id(), "jobs/" + attempt.job().id() + "/" + attempt.number());
  }

  /**
   * Writes down what is about to be signed. The same again is accepted.
   *
   * @return false when the name was signed for other content before
   */
  public boolean sign(AttemptRef attempt, ManifestEntry entry) {
    return session
            .createNativeMutationQuery(
                """
                insert into attempt_objects (team_id, job_id, attempt, name, size, sha256)
                values (:team, :job, :attempt, :name, :size, :sha256)
                on conflict (team_id, job_id, attempt, name) do update
                  set signed_at = clock_timestamp()
                  where attempt_objects.size = excluded.size
                    and attempt_objects.sha256 = excluded.sha256""")
            .setParameter("team", attempt.job().team().id())
            .setParameter("job", attempt.job().id())
            .setParameter("attempt", attempt.number())
            .setParameter("name", entry.name())
            .setParameter("size", entry.size())
            .setParameter("sha256", entry.sha256())
            .executeUpdate()
        == 1;
  }

  /** What was signed for the attempt, by name. */
  public Map<String, ManifestEntry> signed(AttemptRef attempt) {
    return session
        .createNativeQuery(
            """
            select name, size, sha256 from attempt_objects
            where job_id = :job and attempt = :attempt""",
            Tuple.class)
        .setParameter("job", attempt.job().id())
        .setParameter("attempt", attempt.number())
        .list()
        .stream()
        .map(
            row ->
                new ManifestEntry(
                    row.get(0, String.class), row.get(1, Long.class), row.get(2, String.class)))
        .collect(Collectors.toMap(ManifestEntry::name, entry -> entry));
  }

  /** Writes down that these lie in the store as they were signed. */
  public void verified(AttemptRef attempt, List<ManifestEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    session
        .createNativeMutationQuery(
            """
            update attempt_objects set verified_at = coalesce(verified_at, clock_timestamp())
            where job_id = :job and attempt = :attempt and name in (:names)""")
        .setParameter("job", attempt.job().id())
        .setParameter("attempt", attempt.number())
        .setParameterList("names", entries.stream().map(ManifestEntry::name).toList())
        .executeUpdate();
  }
}
