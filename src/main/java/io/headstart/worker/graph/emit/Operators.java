package io.headstart.worker.graph.emit;

import io.headstart.worker.graph.ir.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All operators that can be written. */
final class Operators {
  private final Map<String, Operator> byName = new HashMap<>();

  Operators() {
    byName.putAll(new ShapeOperators().byName());
    byName.putAll(new IndexOperators().byName());
    byName.putAll(new ArithmeticOperators().byName());
    byName.putAll(new FunctionOperators().byName());
    byName.putAll(new NetworkOperators().byName());
    byName.putAll(new ConvolutionOperators().byName());
  }

  Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  Value write(Node node, MethodText method) {
    Operator operator = byName.get(node.operator());
    if (operator == null) {
      throw node.notUnderstood("this operator is not one of those that can be trained here");
    }
    return operator.write(node, method);
  }
}
