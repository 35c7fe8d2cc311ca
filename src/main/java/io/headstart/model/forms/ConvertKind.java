package io.headstart.model.forms;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.job.JobKind;
import io.headstart.job.JobRef;
import io.headstart.job.Work;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.ConvertResult;
import io.headstart.protocol.ConvertSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import io.headstart.protocol.TrainSpec;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunResult;
import io.headstart.run.RunView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that make another form of a run's model. */
@ApplicationScoped
public class ConvertKind implements JobKind {
  private final MadeForms forms;
  private final ReadRuns runs;

  ConvertKind(MadeForms forms, ReadRuns runs) {
    this.forms = forms;
    this.runs = runs;
  }

  @Override
  public String name() {
    return Protocol.CONVERT;
  }

  @Override
  public Optional<String> label(JobRef job) {
    return forms.ofJob(job).map(made -> "run " + run(made).number() + " as " + made.form.word());
  }

  @Override
  public Work work(JobRef job) {
    MadeForm made = made(job);
    RunView run = run(made);
    RunResult result = runs.result(run.number());
    if (result == null) {
      throw Problem.notFound();
    }
    return new Work(
        Protocol.json().valueToTree(new ConvertSpec(run.number(), made.form)),
        Map.of(TrainSpec.ARCHIVE, result.archive()));
  }

  @Override
  public Runnable takeIn(JobRef job, String prefix, Outcome outcome) {
    try {
      Protocol.json().treeToValue(outcome.result(), ConvertResult.class);
    } catch (JsonProcessingException e) {
      throw wrong("Its result can't be read: " + e.getOriginalMessage());
    }
    return () -> {
      MadeForm made = made(job);
      ManifestEntry file =
          outcome.files().stream()
              .filter(written -> written.name().equals(made.form.file()))
              .findFirst()
              .orElseThrow(() -> wrong("It wrote no " + made.form.file()));
      made.objectKey = prefix + file.name();
      made.size = file.size();
      made.sha256 = file.sha256();
    };
  }

  private MadeForm made(JobRef job) {
    return forms.ofJob(job).orElseThrow(Problem::notFound);
  }

  private RunView run(MadeForm made) {
    return runs.ofIds(List.of(made.runId)).get(0);
  }

  private static Problem wrong(String why) {
    return new Problem(422, "outcome-refused", why);
  }
}
