/** The graph in between: what was read from ONNX, what passes rewrite, what is emitted. */
@NullMarked
package io.headstart.worker.graph.ir;

import org.jspecify.annotations.NullMarked;
