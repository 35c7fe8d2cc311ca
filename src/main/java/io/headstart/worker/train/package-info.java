/** Trains a text classifier on a pre-trained encoder: engine, optimiser, features, checkpoints. */
@NullMarked
package io.headstart.worker.train;

import org.jspecify.annotations.NullMarked;
