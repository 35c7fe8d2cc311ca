package io.headstart.program;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests that share a server and that {@link SharedServerRuns} hasn't. */
@Suite
@SelectPackages("io.headstart")
@ExcludePackages({
  "io.headstart.run",
  "io.headstart.model",
  "io.headstart.storage",
  "io.headstart.platform",
  "io.headstart.comparison"
})
@IncludeClassNamePatterns(".*Test")
@IncludeTags("io.quarkus.test.junit.QuarkusTest")
class SharedServerPages {}
