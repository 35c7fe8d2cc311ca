/**
 * Writes a graph as the text of a TorchScript module; nothing else in this room knows that form.
 */
@NullMarked
package io.headstart.worker.graph.emit;

import org.jspecify.annotations.NullMarked;
