/** Runs: submit, stop, cancel, history, results and their pages. */
@NullMarked
package io.headstart.run;

import org.jspecify.annotations.NullMarked;
