package io.headstart.modelfile.torchscript;

import java.nio.ByteBuffer;

/**
 * A tensor as an archive stores it.
 *
 * @param type what it consists of
 * @param shape its dimensions; empty for a scalar
 * @param bytes row-major little-endian values
 * @param trained whether the archive says that it wants gradients
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; never compared
public record TorchTensor(Type type, long[] shape, ByteBuffer bytes, boolean trained) {
  /** Types that are written. */
  public enum Type {
    FLOAT32("FloatStorage", 4),
    INT64("LongStorage", 8);

    private final String storage;
    private final int bytes;

    Type(String storage, int bytes) {
      this.storage = storage;
      this.bytes = bytes;
    }

    String storage() {
      return storage;
    }
  }

  /**
   * @throws IllegalArgumentException if shape and number of bytes do not fit
   */
  public TorchTensor {
    if (count(shape) * type.bytes != bytes.remaining()) {
      throw new IllegalArgumentException(
          "a tensor of " + count(shape) + " values has " + bytes.remaining() + " bytes");
    }
    shape = shape.clone();
    bytes = bytes.slice().asReadOnlyBuffer();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  long count() {
    return count(shape);
  }

  private static long count(long[] shape) {
    long count = 1;
    for (long dim : shape) {
      count = Math.multiplyExact(count, dim);
    }
    return count;
  }
}
