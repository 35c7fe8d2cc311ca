package io.headstart.program;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * All tests that need no server and that {@link NoServerWorkers} hasn't: they follow it in its
 * process.
 */
@Suite
@SelectPackages("io.headstart")
@ExcludePackages({"io.headstart.program", "io.headstart.worker"})
@ExcludeTags("io.quarkus.test.junit.QuarkusTest")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(".*FuzzTest")
class NoServerOthers {}
