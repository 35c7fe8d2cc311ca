package io.headstart.modelfile.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits protobuf bytes into fields without copying their content. One reader serves one file and
 * bounds the memory that a hostile file can ask for: each field costs an object, whatever its size.
 */
final class WireReader {
  /** A model of 1,000 layers has about a tenth of that. */
  static final int MOST_FIELDS = 2_000_000;

  private int fieldsLeft = MOST_FIELDS;

  WireMessage read(ByteBuffer bytes) throws UnreadableModelFile {
    try {
      return new WireMessage(split(bytes.slice().asReadOnlyBuffer()));
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableModelFile(
          "This is no ONNX file, or it is damaged: its protobuf encoding breaks off or is invalid."
              + " Export or upload it again.");
    } catch (UnreadableModelFile e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("bytes in memory can always be read", e);
    }
  }

  /** What a field holds, read as a message. */
  WireMessage open(@Nullable WireField field) throws UnreadableModelFile {
    if (field == null) {
      return WireMessage.of();
    }
    if (field.message() != null) {
      return field.message();
    }
    return field.body() == null ? WireMessage.of() : read(field.body());
  }

  private List<WireField> split(ByteBuffer bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    List<WireField> fields = new ArrayList<>();
    while (true) {
      int start = in.getTotalBytesRead();
      int tag = in.readTag();
      if (tag == 0) {
        return fields;
      }
      if (fieldsLeft-- == 0) {
        throw new UnreadableModelFile(
            "The model has more than " + MOST_FIELDS + " entries; no network is that large.");
      }
      fields.add(field(in, bytes, start, tag));
    }
  }

  private static WireField field(CodedInputStream in, ByteBuffer bytes, int start, int tag)
      throws IOException {
    int number = WireFormat.getTagFieldNumber(tag);
    int wireType = WireFormat.getTagWireType(tag);
    switch (wireType) {
      case WireFormat.WIRETYPE_VARINT -> {
        long value = in.readRawVarint64();
        return new WireField(number, wireType, upTo(in, bytes, start), value, null, null);
      }
      case WireFormat.WIRETYPE_FIXED64 -> {
        long value = in.readRawLittleEndian64();
        return new WireField(number, wireType, upTo(in, bytes, start), value, null, null);
      }
      case WireFormat.WIRETYPE_FIXED32 -> {
        long value = in.readRawLittleEndian32();
        return new WireField(number, wireType, upTo(in, bytes, start), value, null, null);
      }
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = in.readRawVarint32();
        ByteBuffer head = upTo(in, bytes, start);
        int at = in.getTotalBytesRead();
        in.skipRawBytes(length);
        return new WireField(number, wireType, head, 0, bytes.slice(at, length), null);
      }
      default ->
          throw new UnreadableModelFile(
              "This is no ONNX file, or it is damaged: field "
                  + number
                  + " has an encoding that ONNX does not use. Export or upload it again.");
    }
  }

  private static ByteBuffer upTo(CodedInputStream in, ByteBuffer bytes, int start) {
    return bytes.slice(start, in.getTotalBytesRead() - start);
  }
}
