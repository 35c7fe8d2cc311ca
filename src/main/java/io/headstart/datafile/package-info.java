/** Reads users' data. Check and training use the same reader: what was accepted can be trained. */
@NullMarked
package io.headstart.datafile;

import org.jspecify.annotations.NullMarked;
