package io.headstart.run;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.StoredBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** Bytes that the models of runs take, until they are deleted. */
@ApplicationScoped
class RunBytes implements StoredBytes {
  private static final String KEPT =
      " from run_results s join runs r on r.team_id = s.team_id and r.id = s.run_id"
          + " where r.deleted_at is null";

  private final StatelessSession session;

  RunBytes(StatelessSession session) {
    this.session = session;
  }

  @Override
  public long ofTeam() {
    return Column.of(
            session, "select cast(coalesce(sum(s.archive_size), 0) as bigint)" + KEPT, Long.class)
        .getSingleResult();
  }

  @Override
  public Map<TeamRef, Long> byTeam(StatelessSession system) {
    return system
        .createNativeQuery(
            "select s.team_id, cast(sum(s.archive_size) as bigint)" + KEPT + " group by s.team_id",
            Tuple.class)
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                row -> new TeamRef(row.get(0, UUID.class)), row -> row.get(1, Long.class)));
  }
}
