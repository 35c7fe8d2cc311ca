/** The operator's overview; composes, owns no table. */
@NullMarked
package io.headstart.admin;

import org.jspecify.annotations.NullMarked;
