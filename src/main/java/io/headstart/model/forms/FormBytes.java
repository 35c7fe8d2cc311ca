package io.headstart.model.forms;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.StoredBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** Bytes that the other forms of models take. */
@ApplicationScoped
class FormBytes implements StoredBytes {
  private final StatelessSession session;

  FormBytes(StatelessSession session) {
    this.session = session;
  }

  @Override
  public long ofTeam() {
    return Column.of(
            session, "select cast(coalesce(sum(size), 0) as bigint) from model_forms", Long.class)
        .getSingleResult();
  }

  @Override
  public Map<TeamRef, Long> byTeam(StatelessSession system) {
    return system
        .createNativeQuery(
            "select team_id, cast(coalesce(sum(size), 0) as bigint) from model_forms"
                + " group by team_id",
            Tuple.class)
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                row -> new TeamRef(row.get(0, UUID.class)), row -> row.get(1, Long.class)));
  }
}
