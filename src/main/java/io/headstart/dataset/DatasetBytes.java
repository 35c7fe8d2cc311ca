package io.headstart.dataset;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.StoredBytes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** Bytes that data sets take: uploads, those that have been declared included, and kept rows. */
@ApplicationScoped
class DatasetBytes implements StoredBytes {
  private final StatelessSession session;

  DatasetBytes(StatelessSession session) {
    this.session = session;
  }

  @Override
  public long ofTeam() {
    return Column.of(
            session,
            """
            select cast(coalesce((select stored_bytes from dataset_totals), 0)
              + coalesce((select sum(size) from datasets where state = 'UPLOADING'), 0) as bigint)""",
            Long.class)
        .getSingleResult();
  }

  @Override
  public Map<TeamRef, Long> byTeam(StatelessSession system) {
    return system
        .createNativeQuery("select team_id, stored_bytes from dataset_totals", Tuple.class)
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                row -> new TeamRef(row.get(0, UUID.class)), row -> row.get(1, Long.class)));
  }
}
