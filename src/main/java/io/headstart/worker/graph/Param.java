package io.headstart.worker.graph;

/**
 * A tensor of weights that a module holds.
 *
 * @param attribute its name in the module, as the engine lists it
 * @param onnxName name of its initialiser in the ONNX file
 * @param shape as it is stored, row-major, in both
 * @param frozen stays as it is
 * @param head belongs to the new head
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; never compared
public record Param(String attribute, String onnxName, long[] shape, boolean frozen, boolean head) {
  /** Copies the shape. */
  public Param {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }
}
