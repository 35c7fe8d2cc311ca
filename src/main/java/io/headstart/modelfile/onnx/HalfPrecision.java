package io.headstart.modelfile.onnx;

/** The two 16-bit float formats, which Java 17 cannot widen itself. */
final class HalfPrecision {
  private HalfPrecision() {}

  static float float16(short bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 1023;
    float magnitude;
    if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb(fraction, -24);
    } else {
      magnitude = Math.scalb(1024 + fraction, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
