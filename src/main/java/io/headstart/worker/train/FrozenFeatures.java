package io.headstart.worker.train;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.Split;
import io.headstart.worker.task.Batch;
import io.headstart.worker.task.BatchOrder;
import io.headstart.worker.task.Examples;
import io.headstart.worker.task.RowsUnusable;
import io.headstart.worker.task.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the frozen part says of each example. It never changes, so it is computed once and kept in a
 * file (f32, each text with its own number of tokens); if that would take more disk than allowed,
 * it is computed for each batch anew. Of training examples several views may be kept.
 *
 * <p>The file may be kept for other runs, and one that another run has kept may be read instead of
 * computing anything.
 */
final class FrozenFeatures implements AutoCloseable {
  /** Gives the processors enough to do without much memory: at 128 tokens 6 MiB of features. */
  private static final int BATCH = 32;

  private final Engine engine;
  private final Examples examples;
  private final boolean perToken;
  private final int views;
  private final int count;
  private final FileChannel file;
  private final Path path;
  private final long[] offsets;
  private final int[] checksums;
  private long[] one = {};
  private long computed;
  private long bytes;
  private boolean cached;
  private boolean moved;

  private FrozenFeatures(
      Engine engine, Examples examples, boolean perToken, int views, FileChannel file, Path path) {
    this.engine = engine;
    this.examples = examples;
    this.perToken = perToken;
    this.views = views;
    this.count = examples.all().size();
    this.file = file;
    this.path = path;
    this.offsets = new long[Math.multiplyExact(count, views)];
    this.checksums = new int[offsets.length];
  }

  /** Told after each batch of the pass, how many examples are done. */
  interface Pass {
    /** May throw to end the pass. */
    void done(long examples) throws TrainingFailed;
  }

  /**
   * Makes the pass over all examples, unless their features would take more than the limit.
   *
   * @param perToken whether features have a token dimension
   * @param views how many views of each training example are kept, from 1
   * @param limit bytes that the file may take
   * @param scratch a folder for the file
   */
  static FrozenFeatures compute(
      Engine engine,
      boolean perToken,
      Examples examples,
      int views,
      Ahead ahead,
      long limit,
      Path scratch,
      Pass pass)
      throws IOException, TrainingFailed, RowsUnusable {
    Path path = scratch.resolve("features.f32");
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FrozenFeatures features = new FrozenFeatures(engine, examples, perToken, views, file, path);
    boolean whole = false;
    try {
      features.fill(ahead, limit, pass);
      whole = true;
    } finally {
      if (!whole) {
        features.close();
      }
    }
    return features;
  }

  /**
   * Takes what another run has kept.
   *
   * @param kept its file; is deleted in the end
   * @return empty when the file is of no use here: computed by another engine or processor, so that
   *     its last bits may differ, or of other examples
   */
  static Optional<FrozenFeatures> kept(
      Engine engine, boolean perToken, Examples examples, int views, Path kept) throws IOException {
    FileChannel file = FileChannel.open(kept, StandardOpenOption.READ);
    FrozenFeatures features = new FrozenFeatures(engine, examples, perToken, views, file, kept);
    boolean taken = false;
    try {
      taken = FeatureFile.read(file).filter(features::take).isPresent();
    } finally {
      if (!taken) {
        features.close();
      }
    }
    return taken ? Optional.of(features) : Optional.empty();
  }

  private boolean take(FeatureFile found) {
    FeatureFile.What what = found.what();
    one = what.one().stream().mapToLong(Long::longValue).toArray();
    bytes = what.bytes();
    if (!what.equals(what()) || one.length == 0) {
      return false;
    }
    System.arraycopy(found.offsets(), 0, offsets, 0, offsets.length);
    System.arraycopy(found.checksums(), 0, checksums, 0, checksums.length);
    cached = true;
    return true;
  }

  private FeatureFile.What what() {
    return new FeatureFile.What(
        Device.decisive(), count, views, perToken, Arrays.stream(one).boxed().toList(), bytes);
  }

  /**
   * Keeps what was computed for other runs.
   *
   * @param target the file to make, on the same disk as scratch
   * @param limit bytes; a larger one isn't kept
   * @return whether it is
   */
  boolean keep(Path target, long limit) throws IOException {
    if (!cached || computed == 0 || bytes > limit) {
      return false;
    }
    new FeatureFile(what(), offsets, checksums).append(file);
    Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    moved = true;
    return true;
  }

  /** How many examples a pass computes, each view counted. */
  static long passes(Examples examples, int views) {
    return examples.all().size() + (views - 1L) * examples.of(Split.TRAIN).size();
  }

  private void fill(Ahead ahead, long limit, Pass pass)
      throws IOException, TrainingFailed, RowsUnusable {
    BatchOrder order = new BatchOrder(BATCH);
    // The longest first: if memory is too small it shows at once, and the time left is not
    // underestimated.
    List<Batch> batches = new ArrayList<>(order.byLength(examples.all()));
    Collections.reverse(batches);
    for (int view = 1; view < views; view++) {
      batches.addAll(order.byLength(examples.of(Split.TRAIN), view));
    }
    Ahead.Reading reading = ahead.of(batches, true);
    for (Ahead.Ready ready = reading.next(); ready != null; ready = reading.next()) {
      Features features = engine.prefix(ready.inputs());
      computed += ready.batch().size();
      one = features.one();
      if (wholeBytes() > limit) {
        return;
      }
      write(ready.batch(), features);
      pass.done(computed);
    }
    cached = true;
  }

  private double wholeBytes() {
    double values = 0;
    for (Sample sample : examples.all()) {
      values += (double) size(sample) * (sample.split() == Split.TRAIN ? views : 1);
    }
    return values * Float.BYTES;
  }

  /** Values that are kept of a view. */
  private int size(Sample sample) {
    long size = perToken ? sample.length() : 1;
    for (int i = perToken ? 1 : 0; i < one.length; i++) {
      size *= one[i];
    }
    return Math.toIntExact(size);
  }

  private int place(Batch batch, int i) {
    return batch.views()[i] * count + batch.samples().get(i).index();
  }

  private void write(Batch batch, Features features) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      int size = size(batch.samples().get(i));
      ByteBuffer record = buffer(size);
      record.asFloatBuffer().put(features.values(), i * features.perExample(), size);
      int place = place(batch, i);
      offsets[place] = bytes;
      checksums[place] = checksum(record);
      while (record.hasRemaining()) {
        bytes += file.write(record, bytes);
      }
    }
  }

  /**
   * Features of a batch, texts padded with zeros, which the mask hides.
   *
   * @param ready with its inputs, unless {@link #cached}
   * @throws TrainingFailed when the file no longer says what was written
   */
  Features of(Ahead.Ready ready) throws TrainingFailed {
    Batch batch = ready.batch();
    if (!cached) {
      computed += batch.size();
      return engine.prefix(ready.inputs());
    }
    long[] shape = new long[one.length + 1];
    shape[0] = batch.size();
    System.arraycopy(one, 0, shape, 1, one.length);
    if (perToken) {
      shape[1] = batch.longest();
    }
    int perExample = 1;
    for (int i = 1; i < shape.length; i++) {
      perExample = Math.multiplyExact(perExample, Math.toIntExact(shape[i]));
    }
    float[] values = new float[Math.multiplyExact(batch.size(), perExample)];
    for (int i = 0; i < batch.size(); i++) {
      int size = size(batch.samples().get(i));
      read(place(batch, i), size).asFloatBuffer().get(values, i * perExample, size);
    }
    return new Features(values, shape);
  }

  private ByteBuffer read(int place, int size) throws TrainingFailed {
    ByteBuffer record = buffer(size);
    try {
      long position = offsets[place];
      while (record.hasRemaining()) {
        int read = file.read(record, position);
        if (read < 0) {
          break;
        }
        position += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean whole = !record.hasRemaining();
    record.flip();
    if (!whole || checksum(record) != checksums[place]) {
      throw new TrainingFailed(
          ExitCode.TRANSIENT,
          "features-damaged",
          "The file with the features of the frozen part no longer says what was written to it."
              + " Check the disk of the machine that the worker runs on; the run is tried again.");
    }
    return record;
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.duplicate());
    return (int) crc.getValue();
  }

  /** How many examples the frozen part was computed for so far, repeats counted. */
  long computed() {
    return computed;
  }

  /** Size of the file; 0 when it would have been too large. */
  long bytes() {
    return cached ? bytes : 0;
  }

  /** False when the limit was too small. */
  boolean cached() {
    return cached;
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (!moved) {
      Files.deleteIfExists(path);
    }
  }
}
