package io.headstart.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What the launcher in use finds on the machines that it starts workers on. */
@ApplicationScoped
public class MachineOffers {
  private final Launchers launchers;

  MachineOffers(Launchers launchers) {
    this.launchers = launchers;
  }

  /**
   * What they have room for of a class; empty where the launcher looks at no machines, so that only
   * the admin knows. May ask over the network, for seconds at most: never inside a transaction.
   */
  public Optional<Offer> of(String slotClass) {
    return launchers.inUse().offer(slotClass);
  }
}
