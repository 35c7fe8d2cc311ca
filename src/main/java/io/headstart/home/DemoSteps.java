package io.headstart.home;

import io.headstart.dataset.AcceptCheck;
import io.headstart.dataset.CompleteUpload;
import io.headstart.dataset.CreateDataset;
import io.headstart.dataset.DatasetView;
import io.headstart.dataset.PutSample;
import io.headstart.dataset.ReadDatasets;
import io.headstart.dataset.Sample;
import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.run.NewRun;
import io.headstart.run.Runs;
import io.headstart.run.SubmitRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/** The steps of the first start, on the same paths as a user's own. */
@ApplicationScoped
class DemoSteps {
  private static final Logger LOG = Logger.getLogger(DemoSteps.class);

  private static final Sample SAMPLE = Sample.SPAM_OR_HAM;
  private static final String KEY = "first-start";

  private final CreateDataset create;
  private final PutSample put;
  private final CompleteUpload complete;
  private final AcceptCheck accept;
  private final ReadDatasets datasets;
  private final SubmitRun submit;
  private final Runs runs;
  private final TeamContext context;
  private final TeamWork work;
  private final EntityManager database;

  DemoSteps(
      CreateDataset create,
      PutSample put,
      CompleteUpload complete,
      AcceptCheck accept,
      ReadDatasets datasets,
      SubmitRun submit,
      Runs runs,
      TeamContext context,
      TeamWork work,
      EntityManager database) {
    this.create = create;
    this.put = put;
    this.complete = complete;
    this.accept = accept;
    this.datasets = datasets;
    this.submit = submit;
    this.runs = runs;
    this.context = context;
    this.work = work;
    this.database = database;
  }

  /**
   * Takes the next step, if it's due.
   *
   * @return true when there is nothing left to do
   */
  @ActivateRequestContext
  boolean next(TeamRef team) {
    context.enter(team);
    if (work.call(team, runs::hasOwn)) {
      return true;
    }
    List<DatasetView> there = work.call(team, () -> declared(team));
    DatasetView sample = there.get(there.size() - 1);
    if (!sample.by().equals("Headstart")) {
      // The team works on its own data already.
      return true;
    }
    DatasetView.Check check = sample.latest();
    if (!sample.uploaded() || check == null) {
      upload(sample.number());
      return false;
    }
    if (!check.ended()) {
      return false;
    }
    if (!Boolean.TRUE.equals(check.usable())) {
      LOG.warnf("The sample can't be used: %s", check.reason());
      return true;
    }
    long version = accept.accept(sample.number(), check.number(), null).number();
    submit.submit(
        new NewRun(
            Map.of(
                NewRun.DATASET, Long.toString(sample.number()),
                NewRun.VERSION, Long.toString(version))),
        null,
        null,
        KEY);
    return true;
  }

  /** The team's data sets, the newest first; the sample is declared where there is none. */
  private List<DatasetView> declared(TeamRef team) {
    Column.of(
            database.unwrap(Session.class),
            "select cast(pg_advisory_xact_lock(hashtextextended(?1, 0)) as text)",
            String.class)
        .setParameter(1, "first-start/" + team.id())
        .getSingleResult();
    if (datasets.newest(null, 1).isEmpty()) {
      create.create(SAMPLE.declaration(), null);
    }
    return datasets.newest(null, 50);
  }

  private void upload(long number) {
    put.put(number, SAMPLE);
    complete.complete(number, null);
  }
}
