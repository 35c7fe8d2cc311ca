/** Turns a text encoder's ONNX graph into a network that can be trained, and back. */
@NullMarked
package io.headstart.worker.graph;

import org.jspecify.annotations.NullMarked;
