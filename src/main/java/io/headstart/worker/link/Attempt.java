package io.headstart.worker.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.headstart.protocol.CheckpointWritten;
import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.Heartbeat.Directive;
import io.headstart.protocol.JobSpec;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.ObjectRef;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One claimed attempt as the work sees it. Everything told here goes out with the next heartbeat
 * and never blocks; up- and downloads block and retry. Thread-safe but for up- and downloads, which
 * are for one thread.
 */
public final class Attempt implements AutoCloseable {
  private final ControlPlane controlPlane;
  private final Store store;
  private final String instance;
  private final Path scratch;
  private final Outbox outbox;
  private final Heartbeats heartbeats;
  private volatile JobSpec spec;
  private final LogSink console;
  private final List<ManifestEntry> uploaded = new ArrayList<>();

  /**
   * Begins to beat.
   *
   * @param spec the answer to the claim
   * @param instance id that claimed it
   * @param scratch folder for files
   * @param console where lines of the log go too
   * @param onEnd called once, from the heartbeat's thread, when the attempt has to stop
   */
  public Attempt(
      ControlPlane controlPlane,
      JobSpec spec,
      String instance,
      Path scratch,
      LogSink console,
      Runnable onEnd) {
    this.controlPlane = controlPlane;
    this.store = new Store(controlPlane);
    this.instance = instance;
    this.scratch = scratch;
    this.spec = spec;
    this.console = console;
    this.outbox = new Outbox(instance);
    this.heartbeats =
        new Heartbeats(
            controlPlane, outbox, spec.heartbeat(), spec.silence(), spec.longest(), onEnd);
    heartbeats.start();
  }

  /** What is to be done. */
  public JobSpec spec() {
    return spec;
  }

  /** A folder of this attempt's own; emptied when the worker ends. */
  public Path scratch() {
    return scratch;
  }

  /** What the server said last; CANCEL when the attempt has to stop for whatever reason. */
  public Directive directive() {
    return heartbeats.directive();
  }

  /** Returns while the attempt may go on; else throws why not. */
  public void goOn() {
    AttemptEnded ended = heartbeats.ended();
    if (ended != null) {
      throw ended;
    }
  }

  /** Why the attempt has to stop, or null. */
  public @Nullable AttemptEnded ended() {
    return heartbeats.ended();
  }

  /** How far the work is; only the last one told is sent. */
  public void progress(Heartbeat.Progress progress) {
    outbox.progress(progress);
  }

  /** One measured value. */
  public void point(Heartbeat.Point point) {
    outbox.point(point);
  }

  /**
   * One line for people; longer ones are cut at 4 KiB. The token and signatures of URLs are taken
   * out.
   */
  public void log(String line) {
    String clean = controlPlane.hideSecrets(line);
    console.line(clean);
    outbox.log(clean);
  }

  /**
   * Reads an input into the scratch folder and verifies its size and hash.
   *
   * @param name as the kind defines it
   * @throws AttemptEnded when it can't be read, or is not what the server recorded
   */
  public Path input(String name) throws InterruptedException {
    return get(name, s -> s.inputs().get(name), inputFile(name), Long.MAX_VALUE - 1, true, n -> {})
        .file();
  }

  /**
   * Reads an input of which nobody knows the hash yet.
   *
   * @param most stops behind this many bytes plus one: a size above {@code most} means "more"
   * @param progress is told the number of bytes so far
   */
  public Downloaded unverified(String name, long most, LongConsumer progress)
      throws InterruptedException {
    return get(name, s -> s.inputs().get(name), inputFile(name), most, false, progress);
  }

  /**
   * Brings answers and waits for questions.
   *
   * @param wait at most {@link QuestionPoll#LONGEST_WAIT_MILLIS}
   * @param most questions wanted; 0 for the last call
   */
  public List<Questions.Question> questions(
      Duration wait, int most, List<QuestionPoll.Reply> replies) throws InterruptedException {
    goOn();
    return controlPlane
        .questions(new QuestionPoll(instance, wait.toMillis(), most, replies))
        .questions();
  }

  /**
   * Reads the picture of a question.
   *
   * @param most stops behind this many bytes plus one: a size above {@code most} means "more"
   */
  public Downloaded picture(ObjectRef picture, long most) throws InterruptedException {
    return store.get(
        "of a question", fresh -> picture, scratch.resolve("question"), most, false, n -> goOn());
  }

  /**
   * Reads the checkpoint to resume from, verified.
   *
   * @return a folder with its files under the names that they were given, or null when there is
   *     none
   */
  public @Nullable Path resume() throws IOException, InterruptedException {
    JobSpec.Checkpoint resume = spec().resume();
    if (resume == null) {
      return null;
    }
    Path folder = Files.createDirectories(scratch.resolve("resume"));
    for (String name : resume.files().keySet()) {
      Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
      get(name, s -> of(s.resume(), name), file, Long.MAX_VALUE - 1, true, n -> {});
    }
    return folder;
  }

  private static @Nullable ObjectRef of(JobSpec.@Nullable Checkpoint checkpoint, String name) {
    return checkpoint == null ? null : checkpoint.files().get(name);
  }

  private Path inputFile(String name) {
    return scratch.resolve("in-" + name.replaceAll("[^a-zA-Z0-9._-]", "_"));
  }

  private interface Pick {
    @Nullable ObjectRef from(JobSpec spec);
  }

  private Downloaded get(
      String name, Pick pick, Path file, long most, boolean verify, LongConsumer progress)
      throws InterruptedException {
    return store.get(
        name,
        fresh -> {
          if (fresh) {
            spec = controlPlane.spec();
          }
          ObjectRef ref = pick.from(spec());
          if (ref == null) {
            throw new AttemptEnded(
                ExitCode.CRASH, "input-missing", "The job's spec names no object " + name + ".");
          }
          return ref;
        },
        file,
        most,
        verify,
        progress.andThen(n -> goOn()));
  }

  /**
   * Puts a file into the store under this attempt's prefix; it becomes part of the outcome.
   *
   * @param name {@code [a-z0-9._/-]}, at most 200 characters
   */
  public ManifestEntry upload(String name, Path file) throws IOException, InterruptedException {
    ManifestEntry entry = store.put(name, file);
    uploaded.removeIf(e -> e.name().equals(name));
    uploaded.add(entry);
    return entry;
  }

  /**
   * Puts an epoch's files into the store, in a folder of this epoch's own, and tells the server
   * that all are there; its answer is heeded at once.
   *
   * @param files by plain names
   */
  public void checkpoint(int epoch, Map<String, Path> files)
      throws IOException, InterruptedException {
    List<ManifestEntry> entries = new ArrayList<>();
    for (var file : files.entrySet()) {
      entries.add(store.put("checkpoint-" + epoch + "/" + file.getKey(), file.getValue()));
    }
    heartbeats.heed(
        controlPlane.checkpoint(new CheckpointWritten(instance, epoch, entries)).directive());
  }

  /** What was uploaded for the outcome; checkpoints are not part of it. */
  public List<ManifestEntry> uploaded() {
    return List.copyOf(uploaded);
  }

  /** Tells what still waits, then commits; afterwards the attempt is over. */
  public void commit(JsonNode result) throws InterruptedException {
    // What is not told by now never will be: the server refuses heartbeats of a committed attempt.
    heartbeats.flush(controlPlane.patience());
    goOn();
    heartbeats.close();
    controlPlane.commit(new Outcome(instance, uploaded(), result));
  }

  /** Tells what still waits; gives up after {@code within}. */
  public void flush(Duration within) throws InterruptedException {
    heartbeats.flush(within);
  }

  /** Ends transfers that go on; for another thread, when the work has to end. */
  public void abortTransfers() {
    store.abort();
  }

  @Override
  public void close() {
    heartbeats.close();
  }
}
