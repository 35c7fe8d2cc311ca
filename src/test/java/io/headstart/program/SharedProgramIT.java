package io.headstart.program;

import io.headstart.AutomaticIT;
import io.headstart.FashionIT;
import io.headstart.SpamIT;
import io.headstart.WholeJobIT;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * The tests whose subject is a run of the packaged program, in one process: they share the program.
 * The build file leaves these classes out, so that they don't run once more.
 */
@Suite
@SelectClasses({AutomaticIT.class, FashionIT.class, SpamIT.class, WholeJobIT.class})
class SharedProgramIT {}
