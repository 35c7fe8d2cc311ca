/** The entry point: the only class that sees both halves, control plane and worker. */
@NullMarked
package io.headstart;

import org.jspecify.annotations.NullMarked;
