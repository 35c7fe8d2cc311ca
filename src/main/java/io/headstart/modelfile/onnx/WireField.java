package io.headstart.modelfile.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One field of a protobuf message. The bytes of a field that was read are slices of the file and go
 * back as they came, unusual encodings included.
 *
 * @param number field number of the schema
 * @param wireType of {@link WireFormat}
 * @param head encoded tag with the length, or with the value when the field has no body
 * @param scalar value of a varint or fixed field; fixed 32 bits are in the lower half
 * @param body content of a length-delimited field that was read or made from bytes
 * @param message content of a length-delimited field that was made from a message
 */
record WireField(
    int number,
    int wireType,
    ByteBuffer head,
    long scalar,
    @Nullable ByteBuffer body,
    @Nullable WireMessage message) {

  static WireField varint(int number, long value) {
    return new WireField(
        number,
        WireFormat.WIRETYPE_VARINT,
        head(number, WireFormat.WIRETYPE_VARINT, value),
        value,
        null,
        null);
  }

  static WireField fixed32(int number, float value) {
    ByteBuffer head =
        encode(
            9,
            out -> {
              out.writeTag(number, WireFormat.WIRETYPE_FIXED32);
              out.writeFloatNoTag(value);
            });
    return new WireField(
        number, WireFormat.WIRETYPE_FIXED32, head, Float.floatToRawIntBits(value), null, null);
  }

  static WireField text(int number, String value) {
    return bytes(number, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  static WireField bytes(int number, ByteBuffer value) {
    ByteBuffer body = value.slice().asReadOnlyBuffer();
    return new WireField(
        number,
        WireFormat.WIRETYPE_LENGTH_DELIMITED,
        head(number, WireFormat.WIRETYPE_LENGTH_DELIMITED, body.remaining()),
        0,
        body,
        null);
  }

  static WireField message(int number, WireMessage value) {
    return new WireField(
        number,
        WireFormat.WIRETYPE_LENGTH_DELIMITED,
        head(number, WireFormat.WIRETYPE_LENGTH_DELIMITED, value.size()),
        0,
        null,
        value);
  }

  /** Bytes that the field takes in a file. */
  long size() {
    long content = message != null ? message.size() : body != null ? body.remaining() : 0;
    return head.remaining() + content;
  }

  private interface Encoding {
    void into(CodedOutputStream out) throws IOException;
  }

  private static ByteBuffer head(int number, int wireType, long value) {
    return encode(
        15,
        out -> {
          out.writeTag(number, wireType);
          out.writeUInt64NoTag(value);
        });
  }

  private static ByteBuffer encode(int room, Encoding encoding) {
    byte[] bytes = new byte[room];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      encoding.into(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes, 0, out.getTotalBytesWritten()).slice().asReadOnlyBuffer();
  }
}
