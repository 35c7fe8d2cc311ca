package io.headstart.run;

import io.headstart.catalog.Manifest;
import io.headstart.dataset.VersionView;
import io.headstart.job.JobRef;
import io.headstart.job.JobView;
import io.headstart.job.live.Told;
import io.headstart.run.evidence.Interval;
import io.headstart.run.evidence.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as pages and the API show it.
 *
 * @param number what people see
 * @param job the job of its worker
 * @param told where it is, in words
 * @param version what it learns from
 * @param base the base model
 * @param settings what was asked for
 * @param by who started it, in words
 * @param byId who started it; null: Headstart itself
 * @param createdAt when
 * @param againOf number of the run that it repeats, or null
 * @param source the finished run whose weights it begins with; null: none
 * @param experiment numbers of the runs with the same settings and other seeds, itself among them;
 *     empty when it stands alone
 * @param outcome what it has come to, or null
 */
public record RunView(
    long number,
    JobView job,
    Told told,
    VersionView version,
    Manifest base,
    Settings settings,
    String by,
    @Nullable UUID byId,
    Instant createdAt,
    @Nullable Long againOf,
    @Nullable Source source,
    List<Long> experiment,
    @Nullable Outcome outcome) {

  /**
   * The finished run whose weights a run begins with.
   *
   * @param run its number
   * @param keepsHead whether its head is taken over too
   * @param deleted whether that run was deleted since
   */
  public record Source(long run, boolean keepsHead, boolean deleted) {}

  /**
   * What was asked for.
   *
   * @param frozenBlocks the first this many blocks stay as they are
   * @param headLearningRate peak rate of the head
   * @param bodyLearningRate peak rate of the open blocks
   * @param epochs passes over the training split
   * @param batchSize examples per step
   * @param seed of head, order and dropout
   * @param maxTokens a longer text is cut there; null for pictures
   * @param pictures how pictures are read; null for texts
   * @param fromScratch whether training began with fresh weights
   * @param learning what it is trained for, and when it ends early
   */
  public record Settings(
      int frozenBlocks,
      double headLearningRate,
      double bodyLearningRate,
      int epochs,
      int batchSize,
      long seed,
      @Nullable Integer maxTokens,
      @Nullable PictureChoice pictures,
      boolean fromScratch,
      LearningChoice learning) {
    static Settings of(Run run) {
      return new Settings(
          (int) run.frozenBlocks,
          run.headLearningRate,
          run.bodyLearningRate,
          (int) run.epochs,
          (int) run.batchSize,
          run.seed,
          run.maxTokens == null ? null : (Integer) run.maxTokens.intValue(),
          PictureChoice.of(run),
          run.fromScratch,
          LearningChoice.of(run));
    }

    /** Pixels of a picture's side; null for texts. */
    public @Nullable Integer side() {
      return pictures == null ? null : (Integer) pictures.side();
    }
  }

  /**
   * What it has come to, on the test split.
   *
   * @param accuracy share of right answers
   * @param interval 95 % interval of that
   * @param verdict whether transfer helped
   */
  public record Outcome(double accuracy, Interval interval, Verdict verdict) {
    /**
     * What a run has come to.
     *
     * @param pair the run beside one from scratch, or null
     */
    static Outcome of(Run run, RunResult result, @Nullable ScratchPair pair) {
      long right = result.counts().firstRight();
      long total = result.counts().total();
      return new Outcome(
          total == 0 ? 0 : (double) right / total,
          Interval.wilson(right, total),
          verdict(run, result, pair));
    }

    private static Verdict verdict(Run run, RunResult result, @Nullable ScratchPair pair) {
      String simple = result.result().withoutTransferBy();
      if (run.fromScratch) {
        return Verdict.ofScratch(result.counts(), simple);
      }
      if (run.sourceRun != null) {
        Long seen = result.result().testSeen();
        if (seen == null || seen > 0) {
          return Verdict.withheld(result.counts(), simple, seen);
        }
      }
      Verdict verdict = Verdict.of(result.counts(), simple);
      return pair == null ? verdict : verdict.or(pair.verdict());
    }
  }

  /**
   * Whether a run before it learned from its test examples, or may have: its accuracy is no proof.
   */
  public boolean isTestSeen() {
    return outcome != null && outcome.verdict().answer() == Verdict.Answer.WITHHELD;
  }

  /** The job's reference, for feeds. */
  public JobRef ref() {
    return job.ref();
  }

  /** Number of blocks of the base model. */
  public int blocks() {
    return base.blocks().size();
  }

  /**
   * What is trained, in words: {@code head only}, {@code last block open} … , {@code from scratch}.
   */
  public String depth() {
    if (settings.fromScratch()) {
      return "from scratch";
    }
    int open = blocks() - settings.frozenBlocks();
    if (open == 0) {
      return "head only";
    }
    if (open == blocks()) {
      return "everything open";
    }
    return open == 1 ? "last block open" : "last " + open + " blocks open";
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return job.state().isDone();
  }
}
