package io.headstart.modelfile.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A protobuf message as the list of its fields in the order of the file. Immutable: an edit makes a
 * new message that shares the fields that were not touched.
 */
final class WireMessage {
  private static final int MOST_GATHERED = 1 << 26;

  private final List<WireField> fields;

  WireMessage(List<WireField> fields) {
    this.fields = List.copyOf(fields);
  }

  static WireMessage of(WireField... fields) {
    return new WireMessage(List.of(fields));
  }

  List<WireField> fields() {
    return fields;
  }

  /** Bytes that the message takes in a file, its own tag and length not counted. */
  long size() {
    return fields.stream().mapToLong(WireField::size).sum();
  }

  WireMessage with(List<WireField> more) {
    List<WireField> all = new ArrayList<>(fields);
    all.addAll(more);
    return new WireMessage(all);
  }

  /**
   * @param edit gives each field's successor, or null to drop it
   */
  WireMessage mapping(UnaryOperator<@Nullable WireField> edit) {
    List<WireField> kept = new ArrayList<>(fields.size());
    for (WireField field : fields) {
      WireField successor = edit.apply(field);
      if (successor != null) {
        kept.add(successor);
      }
    }
    return new WireMessage(kept);
  }

  /** Protobuf's rule: of a repeated singular field the last one counts. */
  @Nullable WireField last(int number) {
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (fields.get(i).number() == number) {
        return fields.get(i);
      }
    }
    return null;
  }

  boolean has(int number) {
    return last(number) != null;
  }

  long integer(int number, long otherwise) {
    WireField field = last(number);
    return field == null || field.wireType() != WireFormat.WIRETYPE_VARINT
        ? otherwise
        : field.scalar();
  }

  float number(int number, float otherwise) {
    WireField field = last(number);
    return field == null || field.wireType() != WireFormat.WIRETYPE_FIXED32
        ? otherwise
        : Float.intBitsToFloat((int) field.scalar());
  }

  String text(int number) {
    ByteBuffer bytes = bytes(number);
    return bytes == null ? "" : StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Nullable ByteBuffer bytes(int number) {
    WireField field = last(number);
    return field == null || field.body() == null
        ? null
        : field.body().duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  List<WireField> all(int number) {
    return fields.stream().filter(field -> field.number() == number).toList();
  }

  List<String> texts(int number) {
    List<String> texts = new ArrayList<>();
    for (WireField field : fields) {
      if (field.number() == number && field.body() != null) {
        texts.add(StandardCharsets.UTF_8.decode(field.body().duplicate()).toString());
      }
    }
    return texts;
  }

  /**
   * Repeated varints, packed or not.
   *
   * @param most a longer list is refused, whatever the file holds
   */
  long[] integers(int number, int most) throws UnreadableModelFile {
    LongList values = new LongList(most);
    for (WireField field : fields) {
      if (field.number() != number) {
        continue;
      }
      if (field.body() == null) {
        values.add(field.scalar());
        continue;
      }
      CodedInputStream in = CodedInputStream.newInstance(field.body().duplicate());
      try {
        while (!in.isAtEnd()) {
          values.add(in.readRawVarint64());
        }
      } catch (InvalidProtocolBufferException e) {
        throw new UnreadableModelFile("The model is damaged: a list of numbers breaks off.");
      } catch (UnreadableModelFile e) {
        throw e;
      } catch (IOException e) {
        throw new AssertionError("bytes in memory can always be read", e);
      }
    }
    return values.toArray();
  }

  /** Repeated 32- or 64-bit values, packed or not, as their little-endian bytes. */
  ByteBuffer fixed(int number, int width) throws UnreadableModelFile {
    long size = 0;
    for (WireField field : fields) {
      if (field.number() == number) {
        size += field.body() == null ? width : field.body().remaining();
      }
    }
    WireField only = last(number);
    if (only != null && only.body() != null && only.body().remaining() == size) {
      return only.body().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
    if (size > MOST_GATHERED) {
      throw new UnreadableModelFile(
          "The values of a tensor are scattered over the file. Load and save the model with the"
              + " onnx package, which joins them.");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    for (WireField field : fields) {
      if (field.number() != number) {
        continue;
      }
      if (field.body() != null) {
        bytes.put(field.body().duplicate());
      } else if (width == Long.BYTES) {
        bytes.putLong(field.scalar());
      } else {
        bytes.putInt((int) field.scalar());
      }
    }
    return bytes.flip();
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] chunk = new byte[1 << 16];
    writeTo(out, chunk);
  }

  private void writeTo(OutputStream out, byte[] chunk) throws IOException {
    for (WireField field : fields) {
      copy(field.head(), out, chunk);
      if (field.message() != null) {
        field.message().writeTo(out, chunk);
      } else if (field.body() != null) {
        copy(field.body(), out, chunk);
      }
    }
  }

  private static void copy(ByteBuffer bytes, OutputStream out, byte[] chunk) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int n = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, n);
      out.write(chunk, 0, n);
    }
  }
}
