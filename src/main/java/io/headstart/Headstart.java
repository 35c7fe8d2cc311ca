package io.headstart;

import io.headstart.platform.StartRefused;
import io.headstart.platform.database.MigrateCommand;
import io.headstart.platform.embedded.ServerProcess;
import io.headstart.worker.WorkerMain;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The program. Its first argument says what it is: {@code worker}, {@code migrate}, {@code
 * reset-admin}, or without one the control plane.
 */
@QuarkusMain
public final class Headstart {
  private static final int REFUSED = 1;

  private Headstart() {}

  /** Does what the first argument names; ends the process unless the end has begun already. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("worker")) {
      // Before any class of Quarkus is loaded; engine threads must not keep a finished worker
      // alive.
      System.exit(WorkerMain.run(arguments));
    }
    int code = run(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(String[] arguments) {
    try {
      return switch (arguments.length == 0 ? "" : arguments[0]) {
        case "migrate" -> MigrateCommand.run();
        default -> new ServerProcess().run(arguments);
      };
    } catch (StartRefused refused) {
      System.err.println("Headstart can't start. " + refused.getMessage());
      return REFUSED;
    }
  }
}
