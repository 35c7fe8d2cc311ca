/** Writes TorchScript archives, byte by byte the same for the same content. */
@NullMarked
package io.headstart.modelfile.torchscript;

import org.jspecify.annotations.NullMarked;
