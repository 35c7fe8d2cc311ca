package io.headstart.run.deletion;

import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem.Item;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Each attempt of a run that begins with another one fetches that one's model. */
@ApplicationScoped
class HeldByRuns implements RunHolder {
  private final EntityManager database;

  HeldByRuns(EntityManager database) {
    this.database = database;
  }

  @Override
  public Optional<Item> of(UUID run) {
    List<?> open =
        Column.of(
                database.unwrap(Session.class),
                "select number from runs where source_run = ?1 and ended_state is null"
                    + " order by number",
                Long.class)
            .setParameter(1, run)
            .setMaxResults(1)
            .getResultList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Item(
                null,
                "Run " + open.get(0) + " begins with it and goes on.",
                "Wait for its end, or cancel it."));
  }
}
