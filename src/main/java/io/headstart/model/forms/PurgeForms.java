package io.headstart.model.forms;

import io.headstart.platform.tenancy.TeamWork;
import io.headstart.run.deletion.RunPurged;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Objects;

/** The other forms of a model go with its run. */
@ApplicationScoped
class PurgeForms {
  private final MadeForms forms;
  private final TeamWork work;
  private final ObjectStore store;

  PurgeForms(MadeForms forms, TeamWork work, ObjectStore store) {
    this.forms = forms;
    this.work = work;
    this.store = store;
  }

  void purge(@Observes RunPurged run) {
    List<String> keys =
        work.call(
            run.team(),
            () ->
                forms.list("runId", run.run()).stream()
                    .map(form -> form.objectKey)
                    .filter(Objects::nonNull)
                    .toList());
    keys.forEach(key -> store.delete(new ObjectKey(key)));
    work.run(run.team(), () -> forms.delete("runId", run.run()));
  }
}
