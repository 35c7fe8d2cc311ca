/** Reads and writes model files without an engine: ONNX and TorchScript archives. */
@NullMarked
package io.headstart.modelfile;

import org.jspecify.annotations.NullMarked;
