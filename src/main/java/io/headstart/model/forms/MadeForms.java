package io.headstart.model.forms;

import io.headstart.job.JobRef;
import io.headstart.protocol.ModelForm;
import io.headstart.run.Run;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Forms of the team that the transaction works for. */
@ApplicationScoped
class MadeForms implements PanacheRepositoryBase<MadeForm, MadeForm.Key> {
  Optional<MadeForm> of(Run run, ModelForm form) {
    return find("runId = ?1 and form = ?2", run.id(), form).firstResultOptional();
  }

  List<MadeForm> of(Run run) {
    return list("runId", run.id());
  }

  Optional<MadeForm> ofJob(JobRef job) {
    return find("jobId", job.id()).firstResultOptional();
  }

  /** Those who ask for the same go one by one, until the transaction ends. */
  void lock(UUID run, ModelForm form) {
    getEntityManager()
        .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(?1, 0))", Object.class)
        .setParameter(1, "form/" + run + "/" + form)
        .getSingleResult();
  }
}
