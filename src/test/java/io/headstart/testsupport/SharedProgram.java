package io.headstart.testsupport;

import io.headstart.platform.HomeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * One packaged program for the tests whose subject is a run and not the program's start: started by
 * whichever test asks first, ended with the test's process. Who takes part uploads data of its own.
 * It and its workers verify their classes, as they do for users and for no other test.
 */
public final class SharedProgram {
  private final HomeFolder home;
  private final PackagedProgram program;
  private final Owner owner;

  private SharedProgram(HomeFolder home, PackagedProgram program, Owner owner) {
    this.home = home;
    this.program = program;
    this.owner = owner;
  }

  /** It, ready and set up. */
  public static SharedProgram get() {
    return Holder.ONE;
  }

  /** The process and its address. */
  public PackagedProgram program() {
    return program;
  }

  /** Who set it up. */
  public Owner owner() {
    return owner;
  }

  /** Its database. */
  public EmbeddedParts parts() {
    try {
      return new EmbeddedParts(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    private static final SharedProgram ONE = start();

    private static SharedProgram start() {
      HomeFolder home = RealServices.homeWithModels();
      PackagedProgram program =
          PackagedProgram.start(
              home.root(),
              PackagedProgram.freePort(),
              Map.of("HEADSTART_DISPATCH_LOCAL_JAVA_OPTIONS", "-XX:+UseSerialGC"),
              "-XX:+BytecodeVerificationRemote");
      Runtime.getRuntime().addShutdownHook(new Thread(program::end, "end of the shared program"));
      program.awaitReady();
      return new SharedProgram(home, program, Owner.setUp(program, home.root()));
    }
  }
}
