/** Other forms of a run's model than its archive: made by a worker when somebody asks for one. */
@NullMarked
package io.headstart.model.forms;

import org.jspecify.annotations.NullMarked;
