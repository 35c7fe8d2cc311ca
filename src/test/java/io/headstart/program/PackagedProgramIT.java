package io.headstart.program;

import io.headstart.FashionIT;
import io.headstart.KillIT;
import io.headstart.SpamIT;
import io.headstart.StartIT;
import io.headstart.WholeJobIT;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * The longest tests of the packaged program, one after the other in one of the two processes that
 * test it. Meanwhile the other one takes, one at a time, those that build their server in the
 * test's process: a second build at the same time would overwrite what the first one serves to
 * browsers. The build file leaves these classes out, so that they don't run once more.
 */
@Suite
@SelectClasses({KillIT.class, FashionIT.class, SpamIT.class, WholeJobIT.class, StartIT.class})
class PackagedProgramIT {}
