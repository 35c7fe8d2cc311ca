package io.headstart;

import io.headstart.dispatch.RaiseEpochCommand;
import io.headstart.platform.StartRefused;
import io.headstart.platform.database.MigrateCommand;
import io.headstart.platform.embedded.ServerProcess;
import io.headstart.team.ResetAdminCommand;
import io.headstart.worker.WorkerMain;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/**
 * The program. Its first argument says what it is: {@code worker}, {@code migrate}, {@code
 * reset-admin}, {@code raise-epoch}, or without one the control plane.
 */
@QuarkusMain
public final class Headstart {
  private static final int REFUSED = 1;

  private Headstart() {}

  /** Does what the first argument names; ends the process unless the end has begun already. */
  public static void main(String[] arguments) {
    String command = arguments.length == 0 ? "" : arguments[0];
    if (command.equals("worker")) {
      // Before any class of Quarkus or of the control plane; threads of the engine must not keep a
      // worker alive that is done.
      System.exit(WorkerMain.run(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
    int code = run(command, arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(String command, String[] arguments) {
    try {
      return switch (command) {
        case "migrate" -> MigrateCommand.run();
        case "reset-admin" -> ResetAdminCommand.run();
        case "raise-epoch" -> RaiseEpochCommand.run();
        default -> new ServerProcess().run(arguments);
      };
    } catch (StartRefused refused) {
      System.err.println("Headstart can't start. " + refused.getMessage());
      return REFUSED;
    }
  }
}
