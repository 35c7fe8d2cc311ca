package io.headstart.model.forms;

import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.protocol.ModelForm;
import io.headstart.protocol.Protocol;
import io.headstart.run.ReadRuns;
import io.headstart.run.Run;
import io.headstart.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Has another form of a run's model made, unless it is there or being made. It is made on demand
 * and not at the end of each run: it takes as many bytes again as the archive, most are never
 * fetched, and runs that ended before there were other forms have them too. A worker makes it and
 * not this server, since that has to read the ONNX file, in which users' bytes are.
 */
@ApplicationScoped
public class MakeForm {
  /** For a few hundred megabytes from and to the store; what takes longer hangs. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final MadeForms forms;
  private final Runs runs;
  private final ReadRuns read;
  private final Jobs jobs;
  private final TeamContext context;

  MakeForm(MadeForms forms, Runs runs, ReadRuns read, Jobs jobs, TeamContext context) {
    this.forms = forms;
    this.runs = runs;
    this.read = read;
    this.jobs = jobs;
    this.context = context;
  }

  /**
   * Has it made; a repeat changes nothing.
   *
   * @param number of a run that has succeeded
   * @param by who asks
   * @throws Problem 404 without such a run; 409 when it has no model, or the team's queue is full;
   *     422 when such a model has no such form
   */
  @InTeam
  public void make(long number, ModelForm form, UUID by) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    if (run.endedState() != JobState.SUCCEEDED) {
      throw new Problem(
          409,
          "no-result",
          "Run " + number + " has no model",
          List.of(
              new Item(
                  null,
                  "Only a run that has succeeded can be downloaded.",
                  "Wait until it has, or start another one.")));
    }
    requireForm(number, form);
    forms.lock(run.id(), form);
    MadeForm made = forms.of(run, form).orElse(null);
    if (made != null && (made.objectKey != null || isAlive(made))) {
      return;
    }
    JobRef job = jobs.enqueue(new NewJob(Protocol.CONVERT, NewJob.SMALL, 1, 0, by, LONGEST));
    if (made == null) {
      made = new MadeForm();
      made.teamId = context.team().id();
      made.runId = run.id();
      made.form = form;
    }
    made.jobId = job.id();
    made.createdBy = by;
    made.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    forms.persistAndFlush(made);
  }

  private void requireForm(long number, ModelForm form) {
    if (!ReadForms.formsOf(read.one(number)).contains(form)) {
      throw new Problem(
          422,
          "form-unsuitable",
          "A model of pictures has no such form",
          List.of(
              new Item(
                  "form",
                  "The Hugging Face folder is made for models of texts.",
                  "Take the archive, or the form safetensors.")));
    }
  }

  private boolean isAlive(MadeForm made) {
    return jobs.find(made.jobId).map(job -> !job.state().isDone()).orElse(false);
  }
}
