/** How long a run will take and how much memory, from runs that were measured; never a guess. */
@NullMarked
package io.headstart.run.estimate;

import org.jspecify.annotations.NullMarked;
