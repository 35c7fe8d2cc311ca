package io.headstart.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.catalog.BaseModel;
import io.headstart.catalog.BaseModels;
import io.headstart.job.JobKind;
import io.headstart.job.JobRef;
import io.headstart.job.JobState;
import io.headstart.job.StoredObject;
import io.headstart.job.Work;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.CheckReport;
import io.headstart.protocol.CheckSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jobs that check an upload. */
@ApplicationScoped
public class CheckKind implements JobKind {
  /** JSON may hold the character NUL, {@code jsonb} may not. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

  private final Datasets datasets;
  private final DatasetChecks checks;
  private final BaseModels models;

  CheckKind(Datasets datasets, DatasetChecks checks, BaseModels models) {
    this.datasets = datasets;
    this.checks = checks;
    this.models = models;
  }

  @Override
  public String name() {
    return Protocol.CHECK;
  }

  @Override
  public Work work(JobRef job) {
    DatasetCheck check = checks.ofJob(job.id()).orElseThrow(Problem::notFound);
    Dataset dataset = datasets.findById(new Dataset.Key(check.teamId, check.datasetId));
    BaseModel model = models.named(check.baseModel).orElseThrow(Problem::notFound);
    Modality modality = dataset.modality();
    CheckSpec spec =
        new CheckSpec(
            dataset.fileName,
            dataset.size,
            dataset.declaredSha256,
            check.textColumn,
            check.labelColumn,
            check.seed,
            modality == Modality.TEXT ? model.manifest().input().maximumTokens() : 0,
            modality);
    Map<String, StoredObject> inputs = new HashMap<>();
    inputs.put(CheckSpec.UPLOAD, new StoredObject(dataset.objectKey, dataset.size, ""));
    if (modality == Modality.TEXT) {
      inputs.put(CheckSpec.TOKENIZER, model.tokenizer());
    }
    return new Work(Protocol.json().valueToTree(spec), inputs);
  }

  @Override
  public Runnable takeIn(JobRef job, String prefix, Outcome outcome) {
    CheckReport report;
    String json;
    try {
      report = Protocol.json().treeToValue(outcome.result(), CheckReport.class);
      json = NUL.matcher(Protocol.json().writeValueAsString(report)).replaceAll("$1\\\\ufffd");
    } catch (JsonProcessingException e) {
      throw wrong("Its report can't be read: " + e.getOriginalMessage());
    }
    Optional<ManifestEntry> rows =
        outcome.files().stream().filter(file -> file.name().equals(CheckSpec.ROWS)).findFirst();
    if (report.usable() && rows.isEmpty()) {
      throw wrong("It says that there are rows, but wrote no " + CheckSpec.ROWS);
    }
    ManifestEntry kept = report.usable() ? rows.get() : null;
    return () ->
        checks.ofJob(job.id()).ifPresent(check -> store(check, report, json, prefix, kept));
  }

  private void store(
      DatasetCheck check,
      CheckReport report,
      String json,
      String prefix,
      @Nullable ManifestEntry rows) {
    check.usable = report.usable();
    check.report = json;
    check.endedAt = now();
    if (rows != null) {
      check.rowsKey = prefix + rows.name();
      check.rowsSize = rows.size();
      check.rowsSha256 = rows.sha256();
      datasets.addBytes(check.teamId, rows.size());
    }
  }

  @Override
  public void endedWithout(JobRef job, JobState state) {
    checks.ofJob(job.id()).ifPresent(check -> check.endedAt = now());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static Problem wrong(String why) {
    return new Problem(422, "outcome-refused", why);
  }
}
