/** Archives and pictures that are damaged, lie, or mean harm; all made here, none found. */
@NullMarked
package io.headstart.testsupport.hostile;

import org.jspecify.annotations.NullMarked;
