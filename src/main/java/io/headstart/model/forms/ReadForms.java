package io.headstart.model.forms;

import io.headstart.job.JobState;
import io.headstart.job.JobView;
import io.headstart.job.Jobs;
import io.headstart.job.QueuePlace;
import io.headstart.job.QueuePlaces;
import io.headstart.job.live.Told;
import io.headstart.model.forms.FormView.State;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.ModelForm;
import io.headstart.run.DownloadRun;
import io.headstart.run.ReadRuns;
import io.headstart.run.Run;
import io.headstart.run.RunView;
import io.headstart.run.Runs;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.PresignedUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells which forms of a run's model there are, and gives leave to download them. */
@ApplicationScoped
public class ReadForms {
  private final MadeForms forms;
  private final Runs runs;
  private final ReadRuns read;
  private final Jobs jobs;
  private final QueuePlaces places;
  private final PresignedUrls urls;

  ReadForms(
      MadeForms forms,
      Runs runs,
      ReadRuns read,
      Jobs jobs,
      QueuePlaces places,
      PresignedUrls urls) {
    this.forms = forms;
    this.runs = runs;
    this.read = read;
    this.jobs = jobs;
    this.places = places;
    this.urls = urls;
  }

  /** Forms that a run's model can have, in the order in which pages show them. */
  static List<ModelForm> formsOf(RunView run) {
    boolean texts = run.settings().pictures() == null;
    return Arrays.stream(ModelForm.values())
        .filter(form -> texts || form != ModelForm.HUGGINGFACE)
        .toList();
  }

  /**
   * All forms that a run's model can have.
   *
   * @throws Problem 404 without such a run
   */
  @InTeam
  public List<FormView> of(long number) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    Map<ModelForm, MadeForm> made =
        forms.of(run).stream().collect(Collectors.toMap(form -> form.form, Function.identity()));
    return formsOf(read.one(number)).stream().map(form -> view(form, made.get(form))).toList();
  }

  private FormView view(ModelForm form, @Nullable MadeForm made) {
    if (made == null) {
      return new FormView(form, State.NOT_MADE, null, "", "", null, null);
    }
    if (made.objectKey != null) {
      return new FormView(form, State.READY, null, "", "", made.size, made.sha256);
    }
    JobView job = jobs.find(made.jobId).orElseThrow(Problem::notFound);
    if (job.state().isDone()) {
      return new FormView(form, State.FAILED, null, "", job.reasonDetail(), null, null);
    }
    String queue = places.of(job.ref()).map(QueuePlace::words).orElse(null);
    String told = Told.of(job, queue).reason();
    String waits = told.isEmpty() && job.state() == JobState.RUNNING ? "A worker makes it" : told;
    return new FormView(form, State.BEING_MADE, job.state(), waits, "", null, null);
  }

  /**
   * Where a form is.
   *
   * @param team slug, part of the file's name
   * @param page base address of the request
   * @throws Problem 404 without such a run; 409 until it was made
   */
  @InTeam
  public DownloadRun.Archive download(long number, ModelForm form, String team, URI page) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    MadeForm made = forms.of(run, form).orElse(null);
    if (made == null || made.objectKey == null || made.size == null || made.sha256 == null) {
      throw new Problem(
          409,
          "not-made",
          "That form of run " + number + " is not there yet",
          List.of(
              new Item(
                  "form",
                  "It is made when somebody asks for it.",
                  "POST to this address, then wait until its state is READY.")));
    }
    String name = team + "-run-" + number + "-" + form.file();
    URI url = urls.browserGet(page, new ObjectKey(made.objectKey), name);
    return new DownloadRun.Archive(url, name, made.size, made.sha256);
  }
}
