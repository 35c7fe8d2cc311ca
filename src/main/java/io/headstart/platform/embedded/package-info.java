/** The real PostgreSQL and S3 API inside the program, for installations without their own. */
@NullMarked
package io.headstart.platform.embedded;

import org.jspecify.annotations.NullMarked;
