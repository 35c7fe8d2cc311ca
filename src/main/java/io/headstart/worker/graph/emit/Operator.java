package io.headstart.worker.graph.emit;

import io.headstart.worker.graph.ir.Node;

/** How one operator of ONNX is written. */
interface Operator {
  /** Writes the statements of a node and gives its first output. */
  Value write(Node node, MethodText method);
}
