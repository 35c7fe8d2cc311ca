/** Finds in decomposed graphs what the engine has one fast operation for. */
@NullMarked
package io.headstart.worker.graph.pass;

import org.jspecify.annotations.NullMarked;
