package io.headstart;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program: control plane or, with {@code worker} as first argument, a worker. */
@QuarkusMain
public final class Headstart {
  private Headstart() {}

  /** Starts what the first argument names; the control plane without one. */
  public static void main(String[] arguments) {
    Quarkus.run(arguments);
  }
}
