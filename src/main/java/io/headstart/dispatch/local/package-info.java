/** Runs workers as processes of this machine that outlive the server. */
@NullMarked
package io.headstart.dispatch.local;

import org.jspecify.annotations.NullMarked;
