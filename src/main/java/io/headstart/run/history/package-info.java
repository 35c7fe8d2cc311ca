/** The team's runs as a table: filtered, sorted, tagged, archived, exported. */
@NullMarked
package io.headstart.run.history;

import org.jspecify.annotations.NullMarked;
