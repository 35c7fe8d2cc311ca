/** What control plane and worker say to each other: plain, versioned records; no framework. */
@NullMarked
package io.headstart.protocol;

import org.jspecify.annotations.NullMarked;
