/** Real parts for tests: PostgreSQL, the object store, processes, browsers. */
@NullMarked
package io.headstart.testsupport;

import org.jspecify.annotations.NullMarked;
