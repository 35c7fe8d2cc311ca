/** Who may call what: every resource method against a table of expected answers. */
@NullMarked
package io.headstart.access;

import org.jspecify.annotations.NullMarked;
