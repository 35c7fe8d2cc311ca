package io.headstart.worker.train;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.PictureSettings;
import io.headstart.protocol.Split;
import io.headstart.protocol.TrainSpec;
import io.headstart.worker.task.BatchOrder;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.Sample;
import io.headstart.worker.task.Score;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The loop over epochs and steps: learns, looks at validation, keeps the best epoch. */
final class Training {
  private final TrainSpec spec;
  private final Examples examples;
  private final Ahead ahead;
  private final Engine engine;
  private final @Nullable FrozenFeatures features;
  private final boolean bodyTrained;
  private final Journal journal;
  private final Monitor monitor;
  private final BatchOrder order;
  private final int stepsPerEpoch;
  private final RateSchedule schedule;

  /**
   * Sets the loop up.
   *
   * @param features of the frozen part, or null when nothing is frozen
   * @param bodyTrained whether anything but the head is trained
   */
  Training(
      TrainSpec spec,
      Examples examples,
      Ahead ahead,
      Engine engine,
      @Nullable FrozenFeatures features,
      boolean bodyTrained,
      Journal journal,
      Monitor monitor) {
    this.spec = spec;
    this.examples = examples;
    this.ahead = ahead;
    this.engine = engine;
    this.features = features;
    this.bodyTrained = bodyTrained;
    this.journal = journal;
    this.monitor = monitor;
    this.order = new BatchOrder(spec.batchSize());
    this.stepsPerEpoch = order.batches(examples.of(Split.TRAIN).size());
    this.schedule = RateSchedule.of((long) stepsPerEpoch * spec.epochs(), spec.warmupShare());
  }

  /**
   * How it ended.
   *
   * @param state after the last epoch
   * @param stopped true when somebody asked to stop before the last epoch
   * @param outOfPatience true when validation got no better for too long
   */
  record Ended(Checkpoint.State state, boolean stopped, boolean outOfPatience) {}

  /** Trains the epochs behind a state, with a checkpoint after each. */
  Ended run(Checkpoint.State from, Checkpoint checkpoint, TrainListener listener)
      throws IOException, TrainingFailed, RowsUnusable {
    Checkpoint.State state = from;
    monitor.begin("training", "steps", schedule.steps(), state.step());
    boolean go = true;
    while (state.epoch() < spec.epochs() && go && !outOfPatience(state)) {
      int epoch = state.epoch() + 1;
      go = epoch(epoch, state.step());
      long step = (long) stepsPerEpoch * epoch;
      double loss = validate(epoch, step);
      boolean best = loss < state.bestLoss();
      state =
          new Checkpoint.State(
              state.settings(),
              epoch,
              step,
              best ? epoch : state.bestEpoch(),
              best ? loss : state.bestLoss());
      listener.checkpoint(epoch, checkpoint.write(state, engine, journal));
      go &= monitor.go();
    }
    boolean early = state.epoch() < spec.epochs();
    if (early && outOfPatience(state)) {
      journal.log(
          String.format(
              Locale.ROOT,
              "stopped after epoch %d of %d: no lower validation loss since epoch %d",
              state.epoch(),
              spec.epochs(),
              state.bestEpoch()));
      return new Ended(state, false, true);
    }
    return new Ended(state, early, false);
  }

  private boolean outOfPatience(Checkpoint.State state) {
    return spec.patience() > 0 && state.epoch() - state.bestEpoch() >= spec.patience();
  }

  private boolean epoch(int epoch, long stepsBefore)
      throws IOException, TrainingFailed, RowsUnusable {
    boolean go = true;
    long step = stepsBefore;
    monitor.unitsBegin();
    Ahead.Reading reading =
        ahead.of(
            order.training(
                examples.of(Split.TRAIN), spec.seed(), epoch, sample -> view(sample, epoch)),
            inputsNeeded());
    for (Ahead.Ready ready = reading.next(); ready != null; ready = reading.next()) {
      step++;
      double share = schedule.share(step);
      AdamW.Rates rates =
          new AdamW.Rates(spec.headLearningRate() * share, spec.bodyLearningRate() * share);
      Engine.Step done =
          engine.step(
              ready.batch(),
              ready.inputs(),
              featuresOf(ready),
              rates,
              spec.seed() * 1_000_003 + step);
      if (!done.finite()) {
        throw notFinite("in step " + step + " (epoch " + epoch + ")");
      }
      journal.point("train_loss", step, epoch, done.loss());
      journal.point("learning_rate_head", step, epoch, rates.head());
      if (bodyTrained) {
        journal.point("learning_rate_body", step, epoch, rates.body());
      }
      go &= monitor.advance(step, epoch);
    }
    return go;
  }

  /**
   * Which view of a sample an epoch sees. Where the whole network is trained every epoch sees
   * another variant; where features are kept, views take turns, the picture as it is among them.
   */
  private int view(Sample sample, int epoch) {
    PictureSettings pictures = spec.pictures();
    if (pictures == null || !pictures.varies()) {
      return 0;
    }
    return features == null ? epoch : (sample.index() + epoch) % pictures.cachedViews();
  }

  private boolean inputsNeeded() {
    return features == null || !features.cached() || engine.suffixTakesInputs();
  }

  private double validate(int epoch, long step) throws IOException, TrainingFailed, RowsUnusable {
    Score score = score(Split.VALIDATION, answers(Split.VALIDATION));
    double loss = score.meanLoss();
    if (!Double.isFinite(loss)) {
      throw notFinite("on the validation split after epoch " + epoch);
    }
    journal.point("validation_loss", step, epoch, loss);
    journal.point("validation_accuracy", step, epoch, score.count().share());
    journal.log(
        String.format(
            Locale.ROOT,
            "epoch %d of %d: validation loss %.4f, %d of %d right",
            epoch,
            spec.epochs(),
            loss,
            score.count().correct(),
            score.count().total()));
    return loss;
  }

  /** Logits of a split by the index of the example. */
  Map<Integer, float[]> answers(Split split) throws IOException, TrainingFailed, RowsUnusable {
    Map<Integer, float[]> answers = new HashMap<>();
    Ahead.Reading reading = ahead.of(order.byLength(examples.of(split)), inputsNeeded());
    for (Ahead.Ready ready = reading.next(); ready != null; ready = reading.next()) {
      float[][] logits = engine.logits(ready.inputs(), featuresOf(ready));
      for (int i = 0; i < logits.length; i++) {
        answers.put(ready.batch().samples().get(i).index(), logits[i]);
      }
      monitor.go();
    }
    return answers;
  }

  /** Sums answers up, in the order of the file. */
  Score score(Split split, Map<Integer, float[]> answers) {
    Score score = new Score();
    List<Sample> of = examples.of(split);
    for (Sample sample : of) {
      score.add(answers.getOrDefault(sample.index(), new float[0]), sample.label());
    }
    return score;
  }

  private @Nullable Features featuresOf(Ahead.Ready ready) throws TrainingFailed {
    return features == null ? null : features.of(ready);
  }

  private TrainingFailed notFinite(String where) {
    return new TrainingFailed(
        ExitCode.BAD_INPUT,
        "loss-not-finite",
        String.format(
            Locale.ROOT,
            "The loss was no longer a finite number %s. Choose a lower learning rate: it was %s for"
                + " the head%s; a tenth of that is a good next try.",
            where,
            spec.headLearningRate(),
            bodyTrained ? " and " + spec.bodyLearningRate() + " for the body" : ""));
  }
}
