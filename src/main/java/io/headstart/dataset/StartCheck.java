package io.headstart.dataset;

import io.headstart.catalog.BaseModels;
import io.headstart.job.JobRef;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Queues a check of an uploaded file; another choice of columns or seed is another check. */
@ApplicationScoped
public class StartCheck {
  /** A column's name can't be longer. */
  private static final int LONGEST_COLUMN = 200;

  private final Datasets datasets;
  private final DatasetChecks checks;
  private final BaseModels models;
  private final Jobs jobs;
  private final DatasetConfig config;

  StartCheck(
      Datasets datasets, DatasetChecks checks, BaseModels models, Jobs jobs, DatasetConfig config) {
    this.datasets = datasets;
    this.checks = checks;
    this.models = models;
    this.jobs = jobs;
    this.config = config;
  }

  /**
   * What to look for.
   *
   * @param textColumn column of the text; absent: the check proposes one
   * @param labelColumn column of the label; absent: the check proposes one
   * @param seed of the split; absent: 1
   */
  public record Choice(
      @Nullable String textColumn, @Nullable String labelColumn, @Nullable Long seed) {
    /** Everything as the check proposes it. */
    public static final Choice PROPOSED = new Choice(null, null, null);
  }

  /**
   * Queues the check.
   *
   * @param dataset number of the data set
   * @param by who asks; null: Headstart itself
   * @throws Problem 404 without such a data set; 409 before its upload is complete, while another
   *     check runs, or when the team's queue is full; 422 with an item for each wrong field
   */
  @InTeam
  public DatasetCheck start(long dataset, Choice choice, @Nullable UUID by) {
    Dataset found = datasets.locked(dataset).orElseThrow(Problem::notFound);
    if (!found.isUploaded()) {
      throw new Problem(
          409,
          "upload-incomplete",
          "The upload is not complete",
          List.of(new Item(null, "There is no file to look at.", "Upload it and complete it.")));
    }
    checks
        .numbered(found, found.lastCheck)
        .filter(last -> !last.hasEnded())
        .ifPresent(
            last -> {
              throw new Problem(
                  409,
                  "check-running",
                  "Check " + last.number + " is still under way; wait for it");
            });
    return queue(found, choice, by);
  }

  /** Queues a check of a data set whose row the transaction has locked. */
  DatasetCheck queue(Dataset dataset, Choice choice, @Nullable UUID by) {
    List<Item> items = new ArrayList<>();
    String text = column("textColumn", choice.textColumn, items);
    String label = column("labelColumn", choice.labelColumn, items);
    if (text != null && text.equals(label)) {
      items.add(
          new Item("labelColumn", "Text and label are the same column.", "Choose two columns."));
    }
    if (!items.isEmpty()) {
      throw new Problem(422, "check-refused", "The check can't be made like this", items);
    }
    JobRef job =
        jobs.enqueue(new NewJob(Protocol.CHECK, NewJob.SMALL, 1, 0, by, config.checkMayTake()));
    DatasetCheck check = new DatasetCheck();
    check.teamId = dataset.teamId;
    check.id = UUID.randomUUID();
    check.datasetId = dataset.id;
    check.number = ++dataset.lastCheck;
    check.jobId = job.id();
    check.baseModel = ready(dataset.modality());
    check.textColumn = text;
    check.labelColumn = label;
    check.seed = choice.seed == null ? 1 : choice.seed;
    check.createdBy = by;
    check.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    checks.persist(check);
    return check;
  }

  /** Lengths of texts are counted with the tokenizer of the first base model that reads them. */
  private String ready(Modality modality) {
    return models.inOrder().stream()
        .filter(model -> model.manifest().modality() == modality)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    503,
                    "catalogue-not-ready",
                    "The base models are still being put into the store; that takes a minute at the first start"))
        .id();
  }

  private static @Nullable String column(String field, @Nullable String column, List<Item> items) {
    if (column == null || column.isBlank()) {
      return null;
    }
    if (column.length() > LONGEST_COLUMN || column.chars().anyMatch(Character::isISOControl)) {
      items.add(
          new Item(
              field,
              "A column's name has at most 200 characters and no control characters.",
              "Take a name from the file's first line."));
    }
    return column;
  }
}
