/** Errors that people can act on: status, stable type, what, where, way out. */
@NullMarked
package io.headstart.platform.problem;

import org.jspecify.annotations.NullMarked;
