/** The worker's side of the line to the control plane and the object store. */
@NullMarked
package io.headstart.worker.link;

import org.jspecify.annotations.NullMarked;
