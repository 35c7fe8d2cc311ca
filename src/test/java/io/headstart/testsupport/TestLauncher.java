package io.headstart.testsupport;

import io.headstart.dispatch.Demand;
import io.headstart.dispatch.Launched;
import io.headstart.dispatch.Launcher;
import io.headstart.dispatch.Offer;
import io.headstart.dispatch.Sighting;
import io.headstart.job.AttemptRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The launcher of {@link QueueProfile}: {@link FakeLauncher}, unless a test of real processes has
 * put another one in its place.
 */
@ApplicationScoped
public class TestLauncher implements Launcher {
  private final Launcher fake;
  private volatile Launcher current;

  TestLauncher(FakeLauncher fake) {
    this.fake = fake;
    current = fake;
  }

  /** From now on this one is in use; a new object remembers nothing of an earlier one. */
  public void use(Launcher launcher) {
    current = launcher;
  }

  /** Back to no processes. */
  public void useFake() {
    current = fake;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Launched launch(AttemptRef attempt, Demand demand, Map<String, String> environment) {
    return current.launch(attempt, demand, environment);
  }

  @Override
  public Sighting look(AttemptRef attempt, Launched launched) {
    return current.look(attempt, launched);
  }

  @Override
  public void end(AttemptRef attempt, Launched launched, boolean now) {
    current.end(attempt, launched, now);
  }

  @Override
  public void forget(AttemptRef attempt) {
    current.forget(attempt);
  }

  @Override
  public Optional<String> sharedPlace() {
    return current.sharedPlace();
  }

  @Override
  public Optional<Offer> offer(String slotClass) {
    return current.offer(slotClass);
  }

  @Override
  public void reconcile(UnaryOperator<Set<AttemptRef>> orphans) {
    current.reconcile(orphans);
  }

  @Override
  public void tidy(UnaryOperator<Set<UUID>> over) {
    current.tidy(over);
  }
}
