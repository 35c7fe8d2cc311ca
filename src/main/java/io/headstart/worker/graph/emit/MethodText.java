package io.headstart.worker.graph.emit;

import io.headstart.modelfile.onnx.ElementType;
import io.headstart.modelfile.onnx.OnnxTensor;
import io.headstart.worker.graph.ir.Graph;
import io.headstart.worker.graph.ir.Node;
import io.headstart.worker.graph.ir.NotUnderstood;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One method of the module while its text grows: a statement for each operation. Operators ask it
 * for their inputs in the kind that they need.
 */
final class MethodText {
  /** Constants up to that size are written into the text where that is possible. */
  private static final int SMALL = 64;

  private final Graph graph;
  private final Holdings holdings;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Value> values = new HashMap<>();
  private int variables;

  MethodText(Graph graph, Holdings holdings) {
    this.graph = graph;
    this.holdings = holdings;
  }

  long opset() {
    return graph.opset();
  }

  void define(String name, Value value) {
    values.put(name, value);
  }

  void statement(String statement) {
    text.append("    ").append(statement).append('\n');
  }

  String body() {
    return text.toString();
  }

  /** Gives an expression a name, so that it is worked out once. */
  String variable(String expression) {
    String name = "v" + variables++;
    statement(name + " = " + expression);
    return name;
  }

  Value computed(String expression) {
    return new Value.Computed(variable(expression));
  }

  Value ints(String expression) {
    return new Value.IntList(variable(expression));
  }

  Value integer(String expression) {
    return new Value.Int(variable(expression));
  }

  Value value(String name) {
    return values.computeIfAbsent(name, this::constant);
  }

  /** Input that must be there. */
  Value input(Node node, int index) {
    if (!node.hasInput(index)) {
      throw node.notUnderstood("its input " + index + " is missing");
    }
    return value(node.input(index));
  }

  private Value constant(String name) {
    OnnxTensor tensor = graph.tensor(name);
    if (tensor == null) {
      throw new NotUnderstood("Nothing gives the value \"" + name + "\".");
    }
    if (graph.isParameter(name)) {
      return new Value.Held(holdings.parameter(name), tensor);
    }
    return tensor.count() <= SMALL
        ? new Value.Known(tensor)
        : new Value.Held(holdings.constant(tensor), tensor);
  }

  String tensor(Node node, int index) {
    return tensor(input(node, index));
  }

  /** Input as a tensor, or None if it was left out. */
  String tensorOrNone(Node node, int index) {
    return node.hasInput(index) ? tensor(node, index) : "None";
  }

  String tensor(Value value) {
    if (value instanceof Value.Computed computed) {
      return computed.text();
    }
    if (value instanceof Value.Held held) {
      return held.text();
    }
    if (value instanceof Value.Int integer) {
      return "torch.tensor(" + integer.text() + ", dtype=4, device=self.device())";
    }
    if (value instanceof Value.IntList list) {
      return "self.to_tensor(" + list.text() + ")";
    }
    OnnxTensor tensor = ((Value.Known) value).tensor();
    int type = Literal.type(tensor.type());
    if (tensor.count() == 0) {
      return "torch.empty(" + Literal.of(tensor.dims()) + ", dtype=" + type + ")";
    }
    return tensor.rank() == 0
        ? "torch.tensor(" + Literal.element(tensor) + ", dtype=" + type + ", device=self.device())"
        : holdings.constant(tensor);
  }

  /** As a number in the text where that is possible: it takes over device and type of the other. */
  String numberOrTensor(Value value) {
    if (value instanceof Value.Int integer) {
      return integer.text();
    }
    return value instanceof Value.Known known && known.isScalar()
        ? Literal.element(known.tensor())
        : tensor(value);
  }

  /** As a list of integers. */
  String intList(Value value) {
    if (value instanceof Value.IntList list) {
      return list.text();
    }
    if (value instanceof Value.Int integer) {
      return "[" + integer.text() + "]";
    }
    return value instanceof Value.Known known
        ? Literal.of(known.tensor().integers())
        : "self.to_list(" + tensor(value) + ")";
  }

  /** As one integer. */
  String integerText(Value value) {
    if (value instanceof Value.Int integer) {
      return integer.text();
    }
    if (value instanceof Value.IntList list) {
      return list.text() + "[0]";
    }
    return value instanceof Value.Known known && known.tensor().count() == 1
        ? Long.toString(known.tensor().integer(0))
        : "int(" + tensor(value) + ")";
  }

  /** Element of a list of integers. */
  String elementOf(Value value, int index) {
    if (value instanceof Value.Known known && index < known.tensor().count()) {
      return Long.toString(known.tensor().integer(index));
    }
    return intList(value) + "[" + index + "]";
  }

  /** Integers that are known now: of an attribute, or of an input; null if neither is there. */
  long @Nullable [] axes(Node node, String attribute, int input) {
    long[] given = node.integers(attribute);
    if (given != null || !node.hasInput(input)) {
      return given;
    }
    return knownInts(node, input, attribute);
  }

  /** Integers of an input that must be known now. */
  long[] knownInts(Node node, int input, String what) {
    Value value = input(node, input);
    OnnxTensor tensor =
        value instanceof Value.Known known
            ? known.tensor()
            : value instanceof Value.Held held ? held.tensor() : null;
    if (tensor == null || tensor.type().isFloating()) {
      throw node.notUnderstood("its " + what + " are computed while it runs");
    }
    return tensor.integers();
  }

  /** Whether a value is surely of a floating type. */
  boolean isFloat(Value value) {
    if (value instanceof Value.Known known) {
      return known.tensor().type().isFloating();
    }
    return value instanceof Value.Held held && held.tensor().type() == ElementType.FLOAT;
  }

  /** One expression from all inputs as tensors, two at a time. */
  Value folded(Node node, Function<String[], String> join) {
    String text = tensor(node, 0);
    for (int i = 1; i < node.inputs().size(); i++) {
      text = variable(join.apply(new String[] {text, tensor(node, i)}));
    }
    return new Value.Computed(text);
  }
}
