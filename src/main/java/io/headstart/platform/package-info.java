/** Business-free ground: start of the embedded services, tenancy, problems, pages, time. */
@NullMarked
package io.headstart.platform;

import org.jspecify.annotations.NullMarked;
