/** Questions to a run's model: asked on pages, answered by a worker, kept for a short time. */
@NullMarked
package io.headstart.model.tryout;

import org.jspecify.annotations.NullMarked;
