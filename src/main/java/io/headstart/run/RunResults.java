package io.headstart.run;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Results of the team that the transaction works for. */
@ApplicationScoped
public class RunResults implements PanacheRepositoryBase<RunResult, RunResult.Key> {
  /** What a run has come to; empty unless it has succeeded. */
  public Optional<RunResult> of(Run run) {
    return findByIdOptional(new RunResult.Key(run.teamId, run.id));
  }

  /** The results of these runs, in no particular order. */
  public List<RunResult> of(List<UUID> runs) {
    return runs.isEmpty() ? List.of() : list("runId in ?1", runs);
  }
}
