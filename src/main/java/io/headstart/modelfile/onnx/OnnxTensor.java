package io.headstart.modelfile.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a model file: an initialiser or the value of a constant. Its bytes stay in the file.
 */
public final class OnnxTensor {
  static final int DIMS = 1;
  static final int DATA_TYPE = 2;
  static final int FLOAT_DATA = 4;
  static final int INT32_DATA = 5;
  static final int INT64_DATA = 7;
  static final int NAME = 8;
  static final int RAW_DATA = 9;
  static final int DOUBLE_DATA = 10;
  private static final int SEGMENT = 3;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;
  private static final int HIGHEST_RANK = 16;

  private final String name;
  private final ElementType type;
  private final long[] dims;
  private final int count;
  private final ByteBuffer bytes;

  private OnnxTensor(String name, ElementType type, long[] dims, int count, ByteBuffer bytes) {
    this.name = name;
    this.type = type;
    this.dims = dims;
    this.count = count;
    this.bytes = bytes;
  }

  /** A tensor of int64 that is in no file. */
  public static OnnxTensor ofLongs(long[] dims, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return new OnnxTensor("", ElementType.INT64, dims.clone(), values.length, bytes);
  }

  /** A tensor of float that is in no file. */
  public static OnnxTensor ofFloats(long[] dims, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new OnnxTensor("", ElementType.FLOAT, dims.clone(), values.length, bytes);
  }

  static OnnxTensor of(WireMessage message) throws UnreadableModelFile {
    String name = message.text(NAME);
    if (message.has(EXTERNAL_DATA) || message.integer(DATA_LOCATION, 0) != 0) {
      throw new UnreadableModelFile(
          "The values of tensor \""
              + name
              + "\" stand in another file. Save the model as one file (onnx.save without external"
              + " data).");
    }
    if (message.has(SEGMENT)) {
      throw new UnreadableModelFile("Tensor \"" + name + "\" is split into segments; join them.");
    }
    ElementType type = ElementType.of(message.integer(DATA_TYPE, 0), name);
    long[] dims = message.integers(DIMS, HIGHEST_RANK);
    int count = count(name, dims, type);
    ByteBuffer bytes = bytes(message, type, count);
    if (bytes.remaining() != (long) count * type.bytes()) {
      throw new UnreadableModelFile(
          "Tensor \""
              + name
              + "\" should hold "
              + count
              + " values of "
              + type.bytes()
              + " bytes but has "
              + bytes.remaining()
              + " bytes: the file is damaged. Export or upload it again.");
    }
    return new OnnxTensor(name, type, dims, count, bytes);
  }

  private static int count(String name, long[] dims, ElementType type) throws UnreadableModelFile {
    long count = 1;
    boolean fits = dims.length <= HIGHEST_RANK;
    for (long dim : dims) {
      fits = fits && dim >= 0 && dim <= Integer.MAX_VALUE;
      count = fits ? count * dim : 0;
      fits = fits && count * type.bytes() <= Integer.MAX_VALUE;
    }
    if (!fits) {
      throw new UnreadableModelFile(
          "Tensor \"" + name + "\" has an impossible shape: the file is damaged or too large.");
    }
    return (int) count;
  }

  private static ByteBuffer bytes(WireMessage message, ElementType type, int count)
      throws UnreadableModelFile {
    ByteBuffer raw = message.bytes(RAW_DATA);
    if (raw != null) {
      return raw;
    }
    return switch (type) {
      case FLOAT -> message.fixed(FLOAT_DATA, Float.BYTES);
      case DOUBLE -> message.fixed(DOUBLE_DATA, Double.BYTES);
      case INT64 -> narrowed(message.integers(INT64_DATA, count), type);
      case INT32, INT16, INT8, UINT16, UINT8, BOOL, FLOAT16, BFLOAT16 ->
          narrowed(message.integers(INT32_DATA, count), type);
    };
  }

  private static ByteBuffer narrowed(long[] values, ElementType type) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      switch (type.bytes()) {
        case 1 -> bytes.put((byte) value);
        case 2 -> bytes.putShort((short) value);
        case 4 -> bytes.putInt((int) value);
        default -> bytes.putLong(value);
      }
    }
    return bytes.flip();
  }

  WireMessage toMessage(String tensorName) {
    List<WireField> fields = new ArrayList<>();
    for (long dim : dims) {
      fields.add(WireField.varint(DIMS, dim));
    }
    fields.add(WireField.varint(DATA_TYPE, type.code()));
    if (!tensorName.isEmpty()) {
      fields.add(WireField.text(NAME, tensorName));
    }
    fields.add(WireField.bytes(RAW_DATA, bytes()));
    return new WireMessage(fields);
  }

  /** Name of an initialiser; empty for a constant's value. */
  public String name() {
    return name;
  }

  /** What it consists of. */
  public ElementType type() {
    return type;
  }

  /** Its shape; empty for a scalar. */
  public long[] dims() {
    return dims.clone();
  }

  /** Number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** Number of elements. */
  public int count() {
    return count;
  }

  /** Row-major little-endian values; a view of the file where that is possible. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Element as a double; half precisions are widened.
   *
   * @param index in row-major order
   */
  public double number(int index) {
    ByteBuffer values = bytes();
    int at = values.position() + index * type.bytes();
    return switch (type) {
      case FLOAT -> values.getFloat(at);
      case DOUBLE -> values.getDouble(at);
      case FLOAT16 -> HalfPrecision.float16(values.getShort(at));
      case BFLOAT16 -> HalfPrecision.bfloat16(values.getShort(at));
      case INT64, INT32, INT16, INT8, UINT16, UINT8, BOOL -> integer(index);
    };
  }

  /**
   * Element as an integer; floating values are cut.
   *
   * @param index in row-major order
   */
  public long integer(int index) {
    ByteBuffer values = bytes();
    int at = values.position() + index * type.bytes();
    return switch (type) {
      case INT64 -> values.getLong(at);
      case INT32 -> values.getInt(at);
      case INT16 -> values.getShort(at);
      case UINT16 -> values.getShort(at) & 0xffff;
      case INT8 -> values.get(at);
      case UINT8 -> values.get(at) & 0xff;
      case BOOL -> values.get(at) != 0 ? 1 : 0;
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> (long) number(index);
    };
  }

  /** All elements as integers, in row-major order. */
  public long[] integers() {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = integer(i);
    }
    return values;
  }

  /** All elements as floats, in row-major order. */
  public float[] floats() {
    float[] values = new float[count];
    if (type == ElementType.FLOAT) {
      bytes().asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = (float) number(i);
      }
    }
    return values;
  }
}
