package io.headstart.run;

import io.headstart.dataset.DatasetVersions;
import io.headstart.job.JobRef;
import io.headstart.job.Jobs;
import io.headstart.job.NewJob;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.protocol.Protocol;
import io.headstart.quota.StorageLimits;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts a run: its row and its job, in one transaction. */
@ApplicationScoped
public class SubmitRun {
  private static final int LONGEST_KEY = 200;

  private final CheckNewRun check;
  private final DatasetVersions versions;
  private final Runs runs;
  private final Jobs jobs;
  private final TeamContext context;
  private final StorageLimits storage;
  private final RunConfig config;

  SubmitRun(
      CheckNewRun check,
      DatasetVersions versions,
      Runs runs,
      Jobs jobs,
      TeamContext context,
      StorageLimits storage,
      RunConfig config) {
    this.check = check;
    this.versions = versions;
    this.runs = runs;
    this.jobs = jobs;
    this.context = context;
    this.storage = storage;
    this.config = config;
  }

  /**
   * What became of it.
   *
   * @param run the run
   * @param isNew false when the same key had started it before
   */
  public record Submitted(Run run, boolean isNew) {}

  /**
   * Starts the run; where several seeds are asked for, one run for each of them, all or none.
   *
   * @param asked the settings
   * @param again number of the run that this one repeats, or null
   * @param by who asks; null: Headstart itself
   * @param key Idempotency-Key: the same key of the same user starts one run, however often it is
   *     sent; null: every call starts one
   * @return the run, of several the first
   * @throws Problem 422 with an item for each field that is wrong, or when the key came with other
   *     settings before; 409 when the team's queue is full, or its storage
   */
  @InTeam
  public Submitted submit(
      NewRun asked, @Nullable Long again, @Nullable UUID by, @Nullable String key) {
    UUID team = context.team().id();
    String hash = hash(asked);
    runs.lockNumbers(team);
    if (key != null) {
      Optional<Run> before = pressedBefore(key, hash, by);
      if (before.isPresent()) {
        return new Submitted(before.get(), false);
      }
    }
    RunSettings settings = check.check(asked);
    if (!versions.hold(settings.version().id())) {
      throw deletedJustNow(NewRun.DATASET, "The data set");
    }
    SourceChoice source = settings.source();
    if (source != null && !runs.hold(source.id())) {
      throw deletedJustNow(NewRun.SOURCE_RUN, "Run " + source.run());
    }
    // What it will write is about as large as the base model.
    storage.admit(settings.seeds() * settings.base().model().size());
    UUID repeated = again == null ? null : runs.numbered(again).map(old -> old.id).orElse(null);
    Run first = null;
    for (int i = 0; i < settings.seeds(); i++) {
      Run run = row(settings);
      run.teamId = team;
      run.seed = settings.seed() + i;
      run.number = runs.nextNumber(team);
      run.jobId = enqueue(settings, by).id();
      run.againOf = repeated;
      run.createdBy = by;
      run.requestHash = hash;
      first = first == null ? run : first;
      run.idempotencyKey = run == first ? key : null;
      run.experiment = settings.seeds() > 1 ? first.id : null;
      runs.persist(run);
    }
    return new Submitted(Objects.requireNonNull(first), true);
  }

  private static Problem deletedJustNow(String field, String what) {
    return new Problem(
        422,
        "run-refused",
        "The run can't be started like this",
        List.of(new Item(field, what + " was deleted just now.", "Take another one.")));
  }

  private JobRef enqueue(RunSettings settings, @Nullable UUID by) {
    return jobs.enqueue(
        new NewJob(
            Protocol.TRAIN, NewJob.TRAINING, 1, settings.priority().order(), by, config.mayTake()));
  }

  private static Run row(RunSettings settings) {
    Run run = new Run();
    run.id = UUID.randomUUID();
    run.datasetVersionId = settings.version().id();
    run.baseModel = settings.base().id();
    run.frozenBlocks = settings.frozenBlocks();
    run.headLearningRate = settings.headLearningRate();
    run.bodyLearningRate = settings.bodyLearningRate();
    run.epochs = settings.epochs();
    run.batchSize = settings.batchSize();
    run.fromScratch = settings.fromScratch();
    LearningChoice learning = settings.learning();
    run.patience = learning.patience();
    run.labelSmoothing = learning.labelSmoothing();
    run.balanced = learning.balanced();
    SourceChoice source = settings.source();
    if (source != null) {
      run.sourceRun = source.id();
      run.keepsHead = source.keepsHead();
    }
    PictureChoice pictures = settings.pictures();
    if (pictures == null) {
      run.maxTokens = (long) settings.maxTokens();
    } else {
      run.side = (long) pictures.side();
      run.smallestCrop = pictures.smallestCrop();
      run.flip = pictures.flip();
      run.colour = pictures.colour();
      run.cachedViews = (long) pictures.cachedViews();
    }
    run.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return run;
  }

  private Optional<Run> pressedBefore(String key, String hash, @Nullable UUID by) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw new Problem(
          422,
          "idempotency-key",
          "The Idempotency-Key has 1 to 200 characters",
          List.of(new Item("Idempotency-Key", "It is empty or too long.", "Send a UUID.")));
    }
    Optional<Run> before = runs.pressedBefore(by, key);
    if (before.isPresent() && !before.get().requestHash.equals(hash)) {
      throw new Problem(
          422,
          "idempotency-key",
          "This Idempotency-Key has started run " + before.get().number + " with other settings",
          List.of(
              new Item(
                  "Idempotency-Key",
                  "A key stands for one request.",
                  "Take a new key for other settings.")));
    }
    return before;
  }

  /** Hash of what was asked for, independent of the order of the fields. */
  private static String hash(NewRun asked) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(
                      new TreeMap<>(asked.fields()).toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
