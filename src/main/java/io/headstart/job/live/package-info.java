/** What open pages show of jobs that go on: words, time left, and one event stream per page. */
@NullMarked
package io.headstart.job.live;

import org.jspecify.annotations.NullMarked;
