/**
 * Reads, edits and writes ONNX files without losing what it does not know, and without an engine.
 */
@NullMarked
package io.headstart.modelfile.onnx;

import org.jspecify.annotations.NullMarked;
