package io.headstart.modelfile.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file to be written: the length of a header (u64), the header (JSON, filled with
 * spaces to a multiple of 8), then the values one tensor after another, all little-endian. The
 * header's offsets count from its end. Tensors with wide elements stand first, so that each begins
 * at a multiple of its element's size: readers map the file and need no copy. The same tensors and
 * metadata give the same bytes.
 */
public final class SafetensorsFile {
  /** Readers refuse a longer header. */
  private static final int LONGEST_HEADER = 100_000_000;

  /** What the header calls the metadata; no tensor can have this name. */
  public static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> metadata;
  private final List<Tensor> tensors = new ArrayList<>();
  private final Set<String> names = new HashSet<>(Set.of(METADATA));

  /**
   * A file without tensors.
   *
   * @param metadata for those who look into the file; {@code format} says which library's layout it
   *     is in, and some readers refuse a file without it
   */
  public SafetensorsFile(Map<String, String> metadata) {
    this.metadata = metadata;
  }

  /**
   * A tensor and how it is written.
   *
   * @param transposed of rank 2 and written with its dimensions exchanged
   */
  private record Tensor(String name, OnnxTensor of, boolean transposed) {
    long bytes() {
      return (long) of.count() * of.type().bytes();
    }

    long[] shape() {
      long[] dims = of.dims();
      return transposed ? new long[] {dims[1], dims[0]} : dims;
    }

    /** Row-major values; only one tensor at a time is held in memory, and only if transposed. */
    ByteBuffer values() {
      ByteBuffer from = of.bytes();
      if (!transposed) {
        return from;
      }
      int rows = Math.toIntExact(of.dims()[0]);
      int columns = Math.toIntExact(of.dims()[1]);
      int width = of.type().bytes();
      ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
      for (int column = 0; column < columns; column++) {
        for (int row = 0; row < rows; row++) {
          to.put(from.slice(from.position() + (row * columns + column) * width, width));
        }
      }
      return to.flip();
    }
  }

  /**
   * Adds a tensor as it is.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public void add(String name, OnnxTensor tensor) {
    add(new Tensor(name, tensor, false));
  }

  /**
   * Adds a matrix with its dimensions exchanged.
   *
   * @throws IllegalArgumentException if there is one of that name or it's no matrix
   */
  public void addTransposed(String name, OnnxTensor matrix) {
    if (matrix.rank() != 2) {
      throw new IllegalArgumentException("\"" + name + "\" is no matrix");
    }
    add(new Tensor(name, matrix, true));
  }

  private void add(Tensor tensor) {
    if (!names.add(tensor.name)) {
      throw new IllegalArgumentException("two tensors are named \"" + tensor.name + "\"");
    }
    tensors.add(tensor);
  }

  /** Number of tensors. */
  public int count() {
    return tensors.size();
  }

  /** Writes the file; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    List<Tensor> ordered = new ArrayList<>(tensors);
    ordered.sort(Comparator.comparingInt((Tensor tensor) -> tensor.of.type().bytes()).reversed());
    WritableByteChannel channel = Channels.newChannel(out);
    channel.write(head(ordered));
    for (Tensor tensor : ordered) {
      channel.write(tensor.values());
    }
  }

  private ByteBuffer head(List<Tensor> ordered) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode notes = header.putObject(METADATA);
    metadata.forEach(notes::put);
    long at = 0;
    for (Tensor tensor : ordered) {
      ObjectNode entry = header.putObject(tensor.name);
      entry.put("dtype", type(tensor.of.type()));
      ArrayNode shape = entry.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      entry.putArray("data_offsets").add(at).add(at + tensor.bytes());
      at += tensor.bytes();
    }
    byte[] json = JSON.writeValueAsBytes(header);
    int padded = (json.length + 7) / 8 * 8;
    if (padded > LONGEST_HEADER) {
      throw new IOException("the model has so many tensors that their list can't be written");
    }
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(json);
    head.put(" ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII));
    return head.flip();
  }

  private static String type(ElementType type) {
    return switch (type) {
      case FLOAT -> "F32";
      case DOUBLE -> "F64";
      case FLOAT16 -> "F16";
      case BFLOAT16 -> "BF16";
      case INT64 -> "I64";
      case INT32 -> "I32";
      case INT16 -> "I16";
      case INT8 -> "I8";
      case UINT16 -> "U16";
      case UINT8 -> "U8";
      case BOOL -> "BOOL";
    };
  }
}
