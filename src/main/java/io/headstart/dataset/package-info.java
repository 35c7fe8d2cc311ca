/** Uploads, their check, and immutable versions. */
@NullMarked
package io.headstart.dataset;

import org.jspecify.annotations.NullMarked;
