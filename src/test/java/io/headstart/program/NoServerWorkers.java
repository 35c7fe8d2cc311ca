package io.headstart.program;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The rooms of the worker, which need no server: beside the two suites that have one, whose tests
 * wait a third of their time. The build leaves these classes out of what comes after.
 */
@Suite
@SelectPackages("io.headstart.worker")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(".*FuzzTest")
class NoServerWorkers {}
