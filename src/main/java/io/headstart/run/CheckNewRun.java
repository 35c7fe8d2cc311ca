package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.catalog.BaseModels;
import io.headstart.catalog.Manifest;
import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Modality;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds what somebody asks for against what there is; tells every fault at once. */
@ApplicationScoped
public class CheckNewRun {
  private static final int MOST_EPOCHS = 100;
  private static final int LARGEST_BATCH = 256;
  private static final int FEWEST_TOKENS = 8;
  private static final int MOST_TOKENS = 512;
  private static final int MOST_SEEDS = 10;

  /** Above this the right class would get less than half of the target. */
  private static final double MOST_SMOOTHING = 0.5;

  private final DatasetVersions versions;
  private final BaseModels models;
  private final SourceRuns sources;

  CheckNewRun(DatasetVersions versions, BaseModels models, SourceRuns sources) {
    this.versions = versions;
    this.models = models;
    this.sources = sources;
  }

  /**
   * The settings, defaults filled in. Must be called inside team work.
   *
   * @throws Problem 422 {@code run-refused} with an item for each field that is wrong
   */
  RunSettings check(NewRun given) {
    NewRun asked = CheckSource.completed(given, sources);
    Fields fields = new Fields(asked);
    asked.fields().keySet().stream()
        .filter(field -> !NewRun.ALL.contains(field))
        .sorted()
        .forEach(
            field ->
                fields.wrong(
                    field,
                    "There is no setting \"" + field + "\".",
                    "Leave it out, or look for its right name: "
                        + String.join(", ", NewRun.ALL.stream().sorted().toList())
                        + "."));
    Optional<VersionView> version = version(fields);
    Optional<BaseModel> base = base(asked, version, fields);
    int blocks = base.map(found -> found.manifest().blocks().size()).orElse(MOST_EPOCHS);
    boolean fresh = fields.flag(NewRun.FROM_SCRATCH, "Training from scratch");
    Modality modality =
        base.map(found -> found.manifest().modality())
            .orElse(version.map(VersionView::modality).orElse(Modality.TEXT));
    int frozen = frozen(fields, fresh, blocks, modality);
    SuggestedRates rates =
        fresh ? SuggestedRates.fromScratch(modality) : SuggestedRates.of(frozen, blocks, modality);
    double head = fields.rate(NewRun.HEAD_LEARNING_RATE, "The head's rate", rates.head());
    double body = fields.rate(NewRun.BODY_LEARNING_RATE, "The open blocks' rate", rates.body());
    int epochs = (int) fields.whole(NewRun.EPOCHS, "Epochs", 1, MOST_EPOCHS, epochs(modality));
    int batch = (int) fields.whole(NewRun.BATCH_SIZE, "The batch size", 1, LARGEST_BATCH, 16);
    long seed = fields.whole(NewRun.SEED, "The seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
    int seeds = (int) fields.whole(NewRun.SEEDS, "The number of seeds", 1, MOST_SEEDS, 1);
    if (seed > Long.MAX_VALUE - seeds) {
      fields.wrong(NewRun.SEED, "No seeds follow this one.", "Give a smaller number.");
    }
    LearningChoice learning = learning(fields);
    SourceChoice source = new CheckSource(fields, sources).check(fresh, base, version);
    Priority priority = priority(fields, asked);
    int tokens = 0;
    PictureChoice pictures = null;
    if (modality == Modality.PICTURES) {
      if (base.isPresent()) {
        pictures = new CheckPictures(fields).check(base.get().manifest(), frozen);
      }
    } else {
      int longest =
          base.map(found -> Math.min(MOST_TOKENS, found.manifest().input().maximumTokens()))
              .orElse(MOST_TOKENS);
      tokens =
          (int) fields.whole(NewRun.MAX_TOKENS, "The token maximum", FEWEST_TOKENS, longest, 128);
    }
    if (!fields.items().isEmpty() || version.isEmpty() || base.isEmpty()) {
      throw new Problem(422, "run-refused", title(fields.items().size()), fields.items());
    }
    return new RunSettings(
        version.get(),
        base.get(),
        frozen,
        head,
        body,
        epochs,
        batch,
        seed,
        tokens,
        pictures,
        fresh,
        learning,
        source,
        seeds,
        priority);
  }

  private static LearningChoice learning(Fields fields) {
    return new LearningChoice(
        (int) fields.whole(NewRun.PATIENCE, "The number of epochs to wait", 0, MOST_EPOCHS, 0),
        fields.number(NewRun.LABEL_SMOOTHING, "Label smoothing", 0, MOST_SMOOTHING, 0),
        fields.flag(NewRun.BALANCED, "Balanced classes"));
  }

  private static Priority priority(Fields fields, NewRun asked) {
    String text = asked.text(NewRun.PRIORITY);
    Optional<Priority> priority = text.isEmpty() ? Optional.of(Priority.NORMAL) : Priority.of(text);
    if (priority.isEmpty()) {
      fields.wrong(
          NewRun.PRIORITY,
          "The priority can't be \"" + text.substring(0, Math.min(40, text.length())) + "\".",
          "Give low, normal or high.");
    }
    return priority.orElse(Priority.NORMAL);
  }

  private static int frozen(Fields fields, boolean fresh, int blocks, Modality modality) {
    int frozen =
        (int)
            fields.whole(
                NewRun.FROZEN_BLOCKS,
                "The number of frozen blocks",
                0,
                blocks,
                fresh ? 0 : ReadNewRun.frozen(modality, blocks));
    if (fresh && frozen > 0) {
      fields.wrong(
          NewRun.FROZEN_BLOCKS,
          "From scratch nothing can be frozen: fresh weights know nothing that would be kept.",
          "Give 0 frozen blocks, or begin with the pre-trained weights.");
    }
    return frozen;
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

  /** How many epochs are enough by default: only a head on pictures learns slowly and cheaply. */
  static int epochs(Modality modality) {
    return modality == Modality.PICTURES ? 20 : 3;
  }

  private Optional<BaseModel> base(NewRun asked, Optional<VersionView> version, Fields fields) {
    Modality holds = version.map(VersionView::modality).orElse(null);
    List<BaseModel> all = models.inOrder();
    if (all.isEmpty()) {
      fields.wrong(
          NewRun.BASE_MODEL,
          "The base models are still being put into the store.",
          "Try again in a moment.");
      return Optional.empty();
    }
    if (fields.isAbsent(NewRun.BASE_MODEL)) {
      return all.stream().filter(model -> misfit(model.manifest(), holds).isEmpty()).findFirst();
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
    Optional<String> misfit = misfit(found.get().manifest(), holds);
    misfit.ifPresent(
        why ->
            fields.wrong(
                NewRun.BASE_MODEL,
                why,
                "Take a base model that reads "
                    + words(holds == null ? Modality.TEXT : holds)
                    + "."));
    return misfit.isPresent() ? Optional.empty() : found;
  }

  /**
   * Why a base model can't be trained on a data set; empty when it can.
   *
   * @param holds what the data set holds; null when none is chosen
   */
  static Optional<String> misfit(Manifest manifest, @Nullable Modality holds) {
    if (holds == null || manifest.modality() == holds) {
      return Optional.empty();
    }
    return Optional.of(
        manifest.name()
            + " reads "
            + words(manifest.modality())
            + "; this data set holds "
            + words(holds)
            + ".");
  }

  private static String words(Modality modality) {
    return modality == Modality.PICTURES ? "pictures" : "text";
  }
}
