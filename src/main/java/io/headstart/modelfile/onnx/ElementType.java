package io.headstart.modelfile.onnx;

/** What a tensor consists of. The numbers are ONNX's own ({@code TensorProto.DataType}). */
public enum ElementType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8),
  BFLOAT16(16, 2);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Number in ONNX files. */
  public int code() {
    return code;
  }

  /** Bytes that one element takes. */
  public int bytes() {
    return bytes;
  }

  /** Float, double and the two half precisions. */
  public boolean isFloating() {
    return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
  }

  static ElementType of(long code, String tensor) throws UnreadableModelFile {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new UnreadableModelFile(
        "Tensor \""
            + tensor
            + "\" has element type "
            + code
            + ", which is not read here. Export the model with float32 weights.");
  }
}
