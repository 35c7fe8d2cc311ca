package io.headstart.modelfile.onnx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a graph declares of an input or output.
 *
 * @param name of the value
 * @param elementType number as in {@link ElementType#code()}; 0 if not declared
 * @param dims a number, or the name of a dimension that varies, or empty for one without a name;
 *     null if no shape is declared
 */
public record OnnxValue(String name, int elementType, @Nullable List<String> dims) {
  private static final int NAME = 1;
  private static final int TYPE = 2;
  private static final int TENSOR_TYPE = 1;
  private static final int ELEMENT_TYPE = 1;
  private static final int SHAPE = 2;
  private static final int DIM = 1;
  private static final int DIM_VALUE = 1;
  private static final int DIM_NAME = 2;

  static OnnxValue of(WireMessage message, WireReader reader) throws UnreadableModelFile {
    String name = message.text(NAME);
    WireMessage tensorType = reader.open(reader.open(message.last(TYPE)).last(TENSOR_TYPE));
    int elementType = (int) tensorType.integer(ELEMENT_TYPE, 0);
    WireField shape = tensorType.last(SHAPE);
    if (shape == null) {
      return new OnnxValue(name, elementType, null);
    }
    List<String> dims = new ArrayList<>();
    for (WireField field : reader.open(shape).all(DIM)) {
      WireMessage dim = reader.open(field);
      dims.add(dim.has(DIM_VALUE) ? Long.toString(dim.integer(DIM_VALUE, 0)) : dim.text(DIM_NAME));
    }
    return new OnnxValue(name, elementType, List.copyOf(dims));
  }

  WireMessage toMessage() {
    WireMessage tensorType = WireMessage.of(WireField.varint(ELEMENT_TYPE, elementType));
    if (dims != null) {
      List<WireField> shape =
          dims.stream().map(dim -> WireField.message(DIM, WireMessage.of(dimension(dim)))).toList();
      tensorType = tensorType.with(List.of(WireField.message(SHAPE, new WireMessage(shape))));
    }
    WireMessage type = WireMessage.of(WireField.message(TENSOR_TYPE, tensorType));
    return WireMessage.of(WireField.text(NAME, name), WireField.message(TYPE, type));
  }

  private static WireField dimension(String dim) {
    return dim.matches("\\d{1,18}")
        ? WireField.varint(DIM_VALUE, Long.parseLong(dim))
        : WireField.text(DIM_NAME, dim);
  }
}
