/** Who works for which team: team work under row level security, and explicit work across teams. */
@NullMarked
package io.headstart.platform.tenancy;

import org.jspecify.annotations.NullMarked;
