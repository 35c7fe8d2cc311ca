/** Where a run errs: confusions, scores by class, calibration, and the examples behind them. */
@NullMarked
package io.headstart.run.errors;

import org.jspecify.annotations.NullMarked;
