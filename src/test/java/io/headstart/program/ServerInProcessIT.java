package io.headstart.program;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The tests that build a server of their own in the test's process, one after the other: a second
 * build at the same time would overwrite what the first one serves to browsers. The build file
 * leaves these classes out, so that they don't run once more.
 */
@Suite
@SelectPackages("io.headstart")
@ExcludePackages("io.headstart.program")
@IncludeClassNamePatterns(".*IT")
@IncludeTags("io.quarkus.test.junit.QuarkusTest")
class ServerInProcessIT {}
