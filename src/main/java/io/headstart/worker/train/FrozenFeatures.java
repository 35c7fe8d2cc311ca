package io.headstart.worker.train;

import io.headstart.protocol.ExitCode;
import io.headstart.worker.task.BatchOrder;
import io.headstart.worker.task.TextBatch;
import io.headstart.worker.task.TextExample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What the frozen part says of each example. It never changes, so it is computed once and kept in a
 * file (f32, each example with its own number of tokens); if that would take more disk than
 * allowed, it is computed for each batch anew.
 *
 * <p>Where an example lies and its checksum stand in memory: the file is of use to this run alone.
 */
final class FrozenFeatures implements AutoCloseable {
  /** Gives the processors enough to do without much memory: at 128 tokens 6 MiB of features. */
  private static final int BATCH = 32;

  private final Engine engine;
  private final boolean perToken;
  private final FileChannel file;
  private final long[] offsets;
  private final int[] checksums;
  private int width;
  private long computed;
  private long bytes;
  private boolean cached;

  private FrozenFeatures(Engine engine, boolean perToken, FileChannel file, int examples) {
    this.engine = engine;
    this.perToken = perToken;
    this.file = file;
    this.offsets = new long[examples];
    this.checksums = new int[examples];
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
   * @param limit bytes that the file may take
   * @param scratch a folder for the file
   */
  static FrozenFeatures compute(
      Engine engine,
      boolean perToken,
      List<TextExample> examples,
      int padId,
      long limit,
      Path scratch,
      Pass pass)
      throws IOException, TrainingFailed {
    FileChannel file =
        FileChannel.open(
            scratch.resolve("features.f32"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    FrozenFeatures features = new FrozenFeatures(engine, perToken, file, examples.size());
    try {
      features.fill(examples, padId, limit, pass);
    } catch (IOException | TrainingFailed | RuntimeException e) {
      features.close();
      throw e;
    }
    return features;
  }

  private void fill(List<TextExample> examples, int padId, long limit, Pass pass)
      throws IOException, TrainingFailed {
    // The longest first: if memory is too small it shows at once, and the time left is not
    // underestimated.
    List<TextBatch> batches = new ArrayList<>(new BatchOrder(BATCH, padId).byLength(examples));
    Collections.reverse(batches);
    long rows = examples.stream().mapToLong(this::rows).sum();
    for (TextBatch batch : batches) {
      Features features = engine.prefix(batch);
      computed += batch.size();
      width = features.width();
      if (rows * width * Float.BYTES > limit) {
        return;
      }
      write(batch, features);
      pass.done(computed);
    }
    cached = true;
  }

  private int rows(TextExample example) {
    return perToken ? example.length() : 1;
  }

  private void write(TextBatch batch, Features features) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      TextExample example = batch.examples().get(i);
      int count = rows(example) * width;
      ByteBuffer record = buffer(count);
      record.asFloatBuffer().put(features.values(), i * features.perExample(), count);
      offsets[example.index()] = bytes;
      checksums[example.index()] = checksum(record);
      while (record.hasRemaining()) {
        bytes += file.write(record, bytes);
      }
    }
  }

  /**
   * Features of a batch, padded with zeros; the mask hides them.
   *
   * @throws TrainingFailed when the file no longer says what was written
   */
  Features of(TextBatch batch) throws TrainingFailed {
    if (!cached) {
      computed += batch.size();
      return engine.prefix(batch);
    }
    int perExample = (perToken ? batch.tokens() : 1) * width;
    float[] values = new float[batch.size() * perExample];
    for (int i = 0; i < batch.size(); i++) {
      TextExample example = batch.examples().get(i);
      int count = rows(example) * width;
      read(example, count).asFloatBuffer().get(values, i * perExample, count);
    }
    long[] shape =
        perToken
            ? new long[] {batch.size(), batch.tokens(), width}
            : new long[] {batch.size(), width};
    return new Features(values, shape);
  }

  private ByteBuffer read(TextExample example, int count) throws TrainingFailed {
    ByteBuffer record = buffer(count);
    try {
      long position = offsets[example.index()];
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
    if (!whole || checksum(record) != checksums[example.index()]) {
      throw new TrainingFailed(
          ExitCode.TRANSIENT,
          "features-damaged",
          "The file with the features of the frozen part no longer says what was written to it."
              + " Check the disk of the machine that the worker runs on; the run is tried again.");
    }
    return record;
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
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
  }
}
