/** The database as such: its roles, its migrations, and the check that no role can bypass. */
@NullMarked
package io.headstart.platform.database;

import org.jspecify.annotations.NullMarked;
