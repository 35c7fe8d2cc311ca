package io.headstart.worker.graph.ir;

import io.headstart.modelfile.onnx.OnnxTensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation: of ONNX, or one of {@link #LINEAR}, {@link #ATTENTION} that passes make.
 *
 * @param operator its kind
 * @param name for messages
 * @param inputs values; an empty name is an input that was left out
 * @param outputs values; an empty name is an output that nobody wants
 * @param attributes Long, Float, String, long[], float[], {@link OnnxTensor}
 */
public record Node(
    String operator,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {
  /**
   * x, weight, bias or nothing: x times weight, plus bias. The weight is [in, out], or [out, in] if
   * attribute {@code transposed} is 1.
   */
  public static final String LINEAR = "headstart.Linear";

  /**
   * query, key with its last two dimensions exchanged, value, mask to add or nothing; attribute
   * {@code scale}.
   */
  public static final String ATTENTION = "headstart.Attention";

  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A node that gives the same values in another way. */
  public Node replacedBy(String operator, List<String> inputs, Map<String, Object> attributes) {
    return new Node(operator, name, inputs, outputs, attributes);
  }

  /** First output. */
  public String output() {
    return outputs.get(0);
  }

  /** Input at a place, or an empty name if it was left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** Whether an input is there. */
  public boolean hasInput(int index) {
    return !input(index).isEmpty();
  }

  /** Whether it is one of these operators. */
  public boolean is(String... operators) {
    return List.of(operators).contains(operator);
  }

  /** Whether an attribute is there. */
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Attribute of type integer. */
  public long integer(String attribute, long otherwise) {
    return of(Long.class, attribute, otherwise);
  }

  /** Attribute of type float. */
  public float number(String attribute, float otherwise) {
    return of(Float.class, attribute, otherwise);
  }

  /** Attribute of type string. */
  public String text(String attribute, String otherwise) {
    return of(String.class, attribute, otherwise);
  }

  /** Attribute that is a list of integers, or a single one; null if it is not there. */
  public long @Nullable [] integers(String attribute) {
    Object value = attributes.get(attribute);
    if (value == null) {
      return null;
    }
    return value instanceof Long one
        ? new long[] {one}
        : of(long[].class, attribute, new long[0]).clone();
  }

  private <T> T of(Class<T> type, String attribute, T otherwise) {
    Object value = attributes.get(attribute);
    if (value == null) {
      return otherwise;
    }
    if (!type.isInstance(value)) {
      throw notUnderstood("its attribute \"" + attribute + "\" has an unexpected type");
    }
    return type.cast(value);
  }

  /** An exception that names this node. */
  public NotUnderstood notUnderstood(String why) {
    return new NotUnderstood(
        "Node \"" + name + "\" (operator " + operator + ") is not understood: " + why + ".");
  }
}
