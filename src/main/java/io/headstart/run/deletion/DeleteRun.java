package io.headstart.run.deletion;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.run.Run;
import io.headstart.run.Runs;
import io.headstart.team.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/**
 * Deletes a run: from then on nobody finds it, and {@link PurgeRuns} takes its model and its
 * answers away. Its number never comes again, and runs that began with it go on naming it.
 */
@ApplicationScoped
public class DeleteRun {
  private final Runs runs;
  private final TeamContext context;
  private final Instance<RunHolder> holders;
  private final EntityManager database;
  private final Audit audit;

  DeleteRun(
      Runs runs,
      TeamContext context,
      @Any Instance<RunHolder> holders,
      EntityManager database,
      Audit audit) {
    this.runs = runs;
    this.context = context;
    this.holders = holders;
    this.database = database;
    this.audit = audit;
  }

  /**
   * Deletes it.
   *
   * @param number of the run
   * @param by who asks
   * @param owner whether they own the team: then they may delete what others started
   * @throws Problem 404 without such a run; 403 when somebody else started it; 409 while it goes on
   *     or something needs it
   */
  @InTeam
  public void delete(long number, UUID by, boolean owner) {
    Run run = runs.locked(number).orElseThrow(Problem::notFound);
    if (!owner && !by.equals(run.createdBy())) {
      throw new Problem(
          403,
          "not-yours",
          "Run " + number + " is not yours",
          List.of(
              new Item(
                  null,
                  "Members delete their own runs, owners all of them.",
                  "Ask who started it, or an owner of the team.")));
    }
    if (run.endedState() == null) {
      throw inUse(new Item(null, "Run " + number + " goes on.", "Wait for its end, or cancel it."));
    }
    for (RunHolder holder : holders) {
      holder
          .of(run.id())
          .ifPresent(
              item -> {
                throw inUse(item);
              });
    }
    database
        .createNativeQuery(
            "update runs set deleted_at = clock_timestamp(), deleted_by = ?1 where id = ?2")
        .setParameter(1, by)
        .setParameter(2, run.id())
        .executeUpdate();
    audit.inTeam(context.team(), by, "run-deleted", "run " + number);
  }

  private static Problem inUse(Item item) {
    return new Problem(409, "run-in-use", "The run is in use", List.of(item));
  }
}
