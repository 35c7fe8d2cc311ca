/** Writes safetensors files without an engine. */
@NullMarked
package io.headstart.modelfile.safetensors;

import org.jspecify.annotations.NullMarked;
