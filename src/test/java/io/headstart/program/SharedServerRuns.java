package io.headstart.program;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The rooms around runs and below all, of the tests that share a server: about half of the time
 * that all of them take. {@link SharedServerPages} has the others. Each is one class to the build,
 * so that two processes have one server each, for all of their tests. (Their names don't end in
 * Test: they would be among the tests that they look for.)
 */
@Suite
@SelectPackages({
  "io.headstart.run",
  "io.headstart.model",
  "io.headstart.storage",
  "io.headstart.platform",
  "io.headstart.comparison"
})
@IncludeClassNamePatterns(".*Test")
@IncludeTags("io.quarkus.test.junit.QuarkusTest")
class SharedServerRuns {}
