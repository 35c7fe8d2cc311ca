package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.catalog.BaseModels;
import io.headstart.catalog.Manifest;
import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.platform.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds what somebody asks for against what there is; tells every fault at once. */
@ApplicationScoped
public class CheckNewRun {
  /** The task that this version of Headstart trains. */
  static final String TASK = "text-classification";

  private static final int MOST_EPOCHS = 100;
  private static final int LARGEST_BATCH = 256;
  private static final int FEWEST_TOKENS = 8;
  private static final int MOST_TOKENS = 512;

  private static final Set<String> KNOWN =
      Set.of(
          NewRun.DATASET,
          NewRun.VERSION,
          NewRun.BASE_MODEL,
          NewRun.FROZEN_BLOCKS,
          NewRun.HEAD_LEARNING_RATE,
          NewRun.BODY_LEARNING_RATE,
          NewRun.EPOCHS,
          NewRun.BATCH_SIZE,
          NewRun.SEED,
          NewRun.MAX_TOKENS);

  private final DatasetVersions versions;
  private final BaseModels models;

  CheckNewRun(DatasetVersions versions, BaseModels models) {
    this.versions = versions;
    this.models = models;
  }

  /**
   * The settings, defaults filled in. Must be called inside team work.
   *
   * @throws Problem 422 {@code run-refused} with an item for each field that is wrong
   */
  RunSettings check(NewRun asked) {
    Fields fields = new Fields(asked);
    asked.fields().keySet().stream()
        .filter(field -> !KNOWN.contains(field))
        .sorted()
        .forEach(
            field ->
                fields.wrong(
                    field,
                    "There is no setting \"" + field + "\".",
                    "Leave it out, or look for its right name: "
                        + String.join(", ", KNOWN.stream().sorted().toList())
                        + "."));
    Optional<VersionView> version = version(fields);
    Optional<BaseModel> base = base(asked, fields);
    int blocks = base.map(found -> found.manifest().blocks().size()).orElse(MOST_EPOCHS);
    int frozen =
        (int)
            fields.whole(
                NewRun.FROZEN_BLOCKS, "The number of frozen blocks", 0, blocks, blocks - 1L);
    SuggestedRates rates = SuggestedRates.of(frozen, blocks);
    double head = fields.rate(NewRun.HEAD_LEARNING_RATE, "The head's rate", rates.head());
    double body = fields.rate(NewRun.BODY_LEARNING_RATE, "The open blocks' rate", rates.body());
    int epochs = (int) fields.whole(NewRun.EPOCHS, "Epochs", 1, MOST_EPOCHS, 3);
    int batch = (int) fields.whole(NewRun.BATCH_SIZE, "The batch size", 1, LARGEST_BATCH, 16);
    long seed = fields.whole(NewRun.SEED, "The seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
    int longest =
        base.map(found -> Math.min(MOST_TOKENS, found.manifest().input().maximumTokens()))
            .orElse(MOST_TOKENS);
    int tokens =
        (int) fields.whole(NewRun.MAX_TOKENS, "The token maximum", FEWEST_TOKENS, longest, 128);
    if (!fields.items().isEmpty() || version.isEmpty() || base.isEmpty()) {
      throw new Problem(422, "run-refused", title(fields.items().size()), fields.items());
    }
    return new RunSettings(
        version.get(), base.get(), frozen, head, body, epochs, batch, seed, tokens);
  }

  private static String title(int faults) {
    return faults == 1 ? "One value can't be used" : faults + " values can't be used";
  }

  private Optional<VersionView> version(Fields fields) {
    if (fields.isAbsent(NewRun.DATASET)) {
      fields.wrong(
          NewRun.DATASET, "A data set is missing.", "Give the number of one that was accepted.");
      return Optional.empty();
    }
    int before = fields.items().size();
    long dataset = fields.whole(NewRun.DATASET, "The data set's number", 1, Integer.MAX_VALUE, 0);
    long number = fields.whole(NewRun.VERSION, "The version's number", 1, Integer.MAX_VALUE, 0);
    if (fields.items().size() > before) {
      return Optional.empty();
    }
    Optional<VersionView> found =
        number == 0
            ? versions.newest().stream()
                .filter(version -> version.dataset() == dataset)
                .max(Comparator.comparing(VersionView::version))
            : versions.view(dataset, number);
    if (found.isEmpty()) {
      fields.wrong(
          number == 0 ? NewRun.DATASET : NewRun.VERSION,
          number == 0
              ? "Data set " + dataset + " has no version."
              : "Data set " + dataset + " has no version " + number + ".",
          "Accept a check of it first, or take another one.");
    }
    return found;
  }

  private Optional<BaseModel> base(NewRun asked, Fields fields) {
    List<BaseModel> all = models.inOrder();
    if (all.isEmpty()) {
      fields.wrong(
          NewRun.BASE_MODEL,
          "The base models are still being put into the store.",
          "Try again in a moment.");
      return Optional.empty();
    }
    if (fields.isAbsent(NewRun.BASE_MODEL)) {
      return all.stream().filter(model -> misfit(model.manifest()).isEmpty()).findFirst();
    }
    String id = asked.text(NewRun.BASE_MODEL);
    Optional<BaseModel> found = all.stream().filter(model -> model.id().equals(id)).findFirst();
    if (found.isEmpty()) {
      fields.wrong(
          NewRun.BASE_MODEL,
          "There is no base model \"" + id.substring(0, Math.min(40, id.length())) + "\".",
          "Take one of " + String.join(", ", all.stream().map(BaseModel::id).toList()) + ".");
      return found;
    }
    Optional<String> misfit = misfit(found.get().manifest());
    misfit.ifPresent(
        why -> fields.wrong(NewRun.BASE_MODEL, why, "Take a base model that reads text."));
    return misfit.isPresent() ? Optional.empty() : found;
  }

  /** Why a base model can't be trained on labelled text; empty when it can. */
  static Optional<String> misfit(Manifest manifest) {
    if (!manifest.tasks().contains(TASK)) {
      return Optional.of(manifest.name() + " can't be trained to classify texts.");
    }
    return Optional.empty();
  }
}
