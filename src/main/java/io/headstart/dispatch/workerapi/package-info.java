/** The HTTP side that workers call, with the token of one attempt. */
@NullMarked
package io.headstart.dispatch.workerapi;

import org.jspecify.annotations.NullMarked;
