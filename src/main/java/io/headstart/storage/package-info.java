/** The object store: keys under a team's prefix, presigned URLs for browsers and workers. */
@NullMarked
package io.headstart.storage;

import org.jspecify.annotations.NullMarked;
