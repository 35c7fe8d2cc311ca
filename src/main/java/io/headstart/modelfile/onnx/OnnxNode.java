package io.headstart.modelfile.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operation of a graph.
 *
 * @param name given by the exporter, often a path of modules; may be empty
 * @param operator such as {@code MatMul}
 * @param domain empty for ONNX's own operators
 * @param inputs names of values; an empty name is an input that was left out
 * @param outputs names of values; an empty name is an output that nobody wants
 * @param attributes by name: Long, Float, String, long[], float[], {@link OnnxTensor}, or {@link
 *     #NOT_READ}
 * @param metadata properties that the exporter attached
 */
public record OnnxNode(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes,
    Map<String, String> metadata) {
  /** Stands for an attribute of another kind, such as a graph. */
  public static final Object NOT_READ =
      new Object() {
        @Override
        public String toString() {
          return "not read";
        }
      };

  static final int INPUT = 1;
  static final int OUTPUT = 2;
  static final int NAME = 3;
  static final int OPERATOR = 4;
  static final int ATTRIBUTE = 5;
  static final int DOMAIN = 7;
  static final int METADATA = 9;

  static final int ATTRIBUTE_NAME = 1;
  static final int ATTRIBUTE_FLOAT = 2;
  static final int ATTRIBUTE_INT = 3;
  static final int ATTRIBUTE_TEXT = 4;
  static final int ATTRIBUTE_TENSOR = 5;
  static final int ATTRIBUTE_FLOATS = 7;
  static final int ATTRIBUTE_INTS = 8;
  static final int ATTRIBUTE_TYPE = 20;

  static final int TYPE_FLOAT = 1;
  static final int TYPE_INT = 2;
  static final int TYPE_TEXT = 3;
  static final int TYPE_TENSOR = 4;
  static final int TYPE_FLOATS = 6;
  static final int TYPE_INTS = 7;

  private static final int LONGEST_LIST = 1 << 20;

  /** Copies the lists and maps. */
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
    metadata = Map.copyOf(metadata);
  }

  static OnnxNode of(WireMessage message, WireReader reader) throws UnreadableModelFile {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (WireField field : message.all(ATTRIBUTE)) {
      WireMessage attribute = reader.open(field);
      attributes.put(attribute.text(ATTRIBUTE_NAME), value(attribute, reader));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (WireField field : message.all(METADATA)) {
      WireMessage entry = reader.open(field);
      metadata.put(entry.text(1), entry.text(2));
    }
    return new OnnxNode(
        message.text(NAME),
        message.text(OPERATOR),
        message.text(DOMAIN),
        message.texts(INPUT),
        message.texts(OUTPUT),
        attributes,
        metadata);
  }

  private static Object value(WireMessage attribute, WireReader reader) throws UnreadableModelFile {
    switch ((int) attribute.integer(ATTRIBUTE_TYPE, 0)) {
      case TYPE_FLOAT -> {
        return attribute.number(ATTRIBUTE_FLOAT, 0);
      }
      case TYPE_INT -> {
        return attribute.integer(ATTRIBUTE_INT, 0);
      }
      case TYPE_TEXT -> {
        return attribute.text(ATTRIBUTE_TEXT);
      }
      case TYPE_TENSOR -> {
        return OnnxTensor.of(reader.open(attribute.last(ATTRIBUTE_TENSOR)));
      }
      case TYPE_FLOATS -> {
        ByteBuffer values = attribute.fixed(ATTRIBUTE_FLOATS, Float.BYTES);
        if (values.remaining() > LONGEST_LIST * Float.BYTES) {
          throw new UnreadableModelFile("The model is damaged: a list of numbers is too long.");
        }
        float[] floats = new float[values.remaining() / Float.BYTES];
        values.asFloatBuffer().get(floats);
        return floats;
      }
      case TYPE_INTS -> {
        return attribute.integers(ATTRIBUTE_INTS, LONGEST_LIST);
      }
      default -> {
        return NOT_READ;
      }
    }
  }

  WireMessage toMessage() {
    List<WireField> fields = new ArrayList<>();
    inputs.forEach(input -> fields.add(WireField.text(INPUT, input)));
    outputs.forEach(output -> fields.add(WireField.text(OUTPUT, output)));
    fields.add(WireField.text(NAME, name));
    fields.add(WireField.text(OPERATOR, operator));
    if (!domain.isEmpty()) {
      fields.add(WireField.text(DOMAIN, domain));
    }
    attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            a -> fields.add(WireField.message(ATTRIBUTE, attribute(a.getKey(), a.getValue()))));
    return new WireMessage(fields);
  }

  private static WireMessage attribute(String name, Object value) {
    List<WireField> fields = new ArrayList<>();
    fields.add(WireField.text(ATTRIBUTE_NAME, name));
    int type;
    if (value instanceof Float number) {
      fields.add(WireField.fixed32(ATTRIBUTE_FLOAT, number));
      type = TYPE_FLOAT;
    } else if (value instanceof Long number) {
      fields.add(WireField.varint(ATTRIBUTE_INT, number));
      type = TYPE_INT;
    } else if (value instanceof String text) {
      fields.add(
          WireField.bytes(ATTRIBUTE_TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
      type = TYPE_TEXT;
    } else if (value instanceof long[] numbers) {
      for (long number : numbers) {
        fields.add(WireField.varint(ATTRIBUTE_INTS, number));
      }
      type = TYPE_INTS;
    } else if (value instanceof OnnxTensor tensor) {
      fields.add(WireField.message(ATTRIBUTE_TENSOR, tensor.toMessage("")));
      type = TYPE_TENSOR;
    } else {
      throw new IllegalArgumentException("no attribute of " + value.getClass() + " is written");
    }
    fields.add(WireField.varint(ATTRIBUTE_TYPE, type));
    return new WireMessage(fields);
  }
}
