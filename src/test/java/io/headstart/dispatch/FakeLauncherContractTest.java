package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import io.headstart.testsupport.FakeLauncher;

/**
 * The launcher without processes, by which the dispatcher is tested, promises what all others do.
 */
class FakeLauncherContractTest extends LauncherContract {
  private final FakeLauncher machine = new FakeLauncher();
  private Behaviour behaviour = Behaviour.STAYS;

  @Override
  protected Launcher launcher(Behaviour wanted) {
    behaviour = wanted;
    return machine.restarted();
  }

  @Override
  protected int processes(AttemptRef of) {
    if (machine.isAlive(of)) {
      behave(of);
    }
    return machine.isAlive(of) ? 1 : 0;
  }

  private void behave(AttemptRef of) {
    switch (behaviour) {
      case STAYS -> {}
      case IS_KILLED -> machine.exit(of, 137);
      case EXITS_64 -> machine.exit(of, 64);
      case IS_DEAF -> machine.deafen(of);
      case SPEAKS -> {
        machine.print(of, WORDS);
        machine.exit(of, 134);
      }
    }
  }

  @Override
  protected String printed(AttemptRef of) {
    return machine.printed(of);
  }

  @Override
  protected void takeAway(AttemptRef of, Launched launched) {
    machine.exit(of, null);
  }
}
