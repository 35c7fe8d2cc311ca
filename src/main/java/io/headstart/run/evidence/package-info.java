/** What a result proves: intervals, the paired test, and the verdict in words. Pure arithmetic. */
@NullMarked
package io.headstart.run.evidence;

import org.jspecify.annotations.NullMarked;
