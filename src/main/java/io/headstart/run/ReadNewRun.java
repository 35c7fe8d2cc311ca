package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.catalog.BaseModels;
import io.headstart.catalog.Manifest;
import io.headstart.dataset.DatasetVersions;
import io.headstart.dataset.VersionView;
import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.protocol.Modality;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the page of a new run offers, with defaults good enough to press Start at once. */
@ApplicationScoped
public class ReadNewRun {
  private final Runs runs;
  private final DatasetVersions versions;
  private final BaseModels models;
  private final SourceRuns sources;

  ReadNewRun(Runs runs, DatasetVersions versions, BaseModels models, SourceRuns sources) {
    this.sources = sources;
    this.runs = runs;
    this.versions = versions;
    this.models = models;
  }

  /**
   * The form.
   *
   * @param given texts of fields, absent ones get their defaults
   * @param again number of a run whose settings are taken, or null
   * @param problems what is wrong with the fields given
   * @param key of an earlier look at the same form, or null for a new one
   * @throws Problem 404 when there is no run {@code again}
   */
  @InTeam
  public NewRunForm form(
      NewRun given, @Nullable Long again, List<Item> problems, @Nullable String key) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> before = Map.of();
    Long source = source(given);
    if (again != null) {
      Run old = runs.numbered(again).orElseThrow(Problem::notFound);
      VersionView learned = versions.view(old.datasetVersionId).orElseThrow(Problem::notFound);
      NewRun settings = NewRun.of(old, learned.dataset(), learned.version(), beganWith(old));
      before = settings.fields();
      values.putAll(
          given.text(NewRun.FROM_SCRATCH).isEmpty()
              ? settings.fields()
              : settings
                  .beginning(
                      given.isFromScratch() ? NewRun.Weights.FRESH : NewRun.Weights.PRE_TRAINED)
                  .fields());
    }
    if (again == null && source != null) {
      values.putAll(furtherFrom(source));
    }
    values.putAll(given.fields());
    List<VersionView> offered = versions.newest();
    List<Manifest> ready = models.inOrder().stream().map(BaseModel::manifest).toList();
    VersionView version = version(values, offered);
    Modality holds = version == null ? null : version.modality();
    Manifest base = base(values, ready, holds);
    int blocks = base == null ? 1 : base.blocks().size();
    Modality modality = base == null ? Modality.TEXT : base.modality();
    boolean fresh = new NewRun(values).isFromScratch();
    values.putIfAbsent(
        NewRun.FROZEN_BLOCKS, Integer.toString(fresh ? 0 : frozen(modality, blocks)));
    NewRunForm empty =
        new NewRunForm(
            offered,
            List.of(),
            version,
            base,
            List.of(),
            values,
            SuggestedRates.of(0, 1, modality),
            problems,
            "",
            again,
            before,
            List.of());
    SuggestedRates rates =
        fresh
            ? SuggestedRates.fromScratch(modality)
            : SuggestedRates.of(empty.frozen(), blocks, modality);
    values.putIfAbsent(NewRun.HEAD_LEARNING_RATE, Say.rate(rates.head()));
    values.putIfAbsent(NewRun.BODY_LEARNING_RATE, Say.rate(rates.body()));
    values.putIfAbsent(NewRun.EPOCHS, Integer.toString(CheckNewRun.epochs(modality)));
    values.putIfAbsent(NewRun.BATCH_SIZE, "16");
    values.putIfAbsent(NewRun.SEED, "1");
    values.putIfAbsent(NewRun.SEEDS, "1");
    values.putIfAbsent(NewRun.PATIENCE, "0");
    values.putIfAbsent(NewRun.LABEL_SMOOTHING, "0");
    values.putIfAbsent(NewRun.BALANCED, "false");
    values.putIfAbsent(NewRun.PRIORITY, Priority.NORMAL.value());
    if (base != null && modality == Modality.PICTURES) {
      values.putIfAbsent(NewRun.SIDE, Integer.toString(base.input().side()));
      values.putIfAbsent(NewRun.SMALLEST_CROP, "1");
      values.putIfAbsent(NewRun.FLIP, "false");
      values.putIfAbsent(NewRun.COLOUR, "0");
      values.putIfAbsent(NewRun.CACHED_VIEWS, "1");
    } else {
      values.putIfAbsent(NewRun.MAX_TOKENS, "128");
    }
    List<BlockPart> parts =
        base == null
            ? List.of()
            : BlockPart.stack(
                base,
                version == null ? 0 : version.labels().size(),
                values.get(NewRun.HEAD_LEARNING_RATE),
                values.get(NewRun.BODY_LEARNING_RATE));
    return new NewRunForm(
        offered,
        ready.stream()
            .map(model -> new NewRunForm.Choice(model, CheckNewRun.misfit(model, holds).orElse("")))
            .toList(),
        version,
        base,
        parts,
        values,
        rates,
        problems,
        key == null || key.isBlank() ? UUID.randomUUID().toString() : key,
        again,
        before,
        base == null || fresh ? List.of() : sources.on(base.id(), source(new NewRun(values))));
  }

  /**
   * The settings to go on from a finished run: its own, but for what belongs to its beginning.
   *
   * @throws Problem 404 when there is no such run
   */
  private Map<String, String> furtherFrom(long number) {
    Run run = runs.numbered(number).orElseThrow(Problem::notFound);
    VersionView learned = versions.view(run.datasetVersionId).orElseThrow(Problem::notFound);
    NewRun settings =
        NewRun.of(run, learned.dataset(), learned.version(), null)
            .beginning(NewRun.Weights.PRE_TRAINED);
    return settings.fields();
  }

  /** Number of the run that another began with; null when it began with none, or that is gone. */
  private @Nullable Long beganWith(Run run) {
    Run source =
        run.sourceRun == null ? null : runs.byId(List.of(run.sourceRun)).get(run.sourceRun);
    return source == null || source.deletedAt != null ? null : (Long) source.number;
  }

  private static @Nullable Long source(NewRun given) {
    String text = given.text(NewRun.SOURCE_RUN);
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  private static @Nullable VersionView version(
      Map<String, String> values, List<VersionView> offered) {
    return offered.stream()
        .filter(
            one ->
                Long.toString(one.dataset()).equals(values.get(NewRun.DATASET))
                    && Long.toString(one.version()).equals(values.get(NewRun.VERSION)))
        .findFirst()
        .orElse(offered.isEmpty() ? null : offered.get(0));
  }

  /** Only the head of a model of pictures learns well; of texts the last block may move too. */
  static int frozen(Modality modality, int blocks) {
    return modality == Modality.PICTURES ? blocks : blocks - 1;
  }

  private static @Nullable Manifest base(
      Map<String, String> values, List<Manifest> ready, @Nullable Modality holds) {
    return ready.stream()
        .filter(model -> model.id().equals(values.get(NewRun.BASE_MODEL)))
        .filter(model -> CheckNewRun.misfit(model, holds).isEmpty())
        .findFirst()
        .orElse(
            ready.stream()
                .filter(model -> CheckNewRun.misfit(model, holds).isEmpty())
                .findFirst()
                .orElse(null));
  }
}
