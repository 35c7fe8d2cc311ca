/** What frozen blocks say of a data set's examples, kept from one run for the next. */
@NullMarked
package io.headstart.run.features;

import org.jspecify.annotations.NullMarked;
