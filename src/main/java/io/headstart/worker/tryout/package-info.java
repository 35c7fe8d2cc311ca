/** Answers what people ask a run's model, one question after the other. */
@NullMarked
package io.headstart.worker.tryout;

import org.jspecify.annotations.NullMarked;
