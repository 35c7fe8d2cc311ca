package io.headstart.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a request wait for what another one on this server does, without asking the database all the
 * time. A ring may get lost, and other servers' are never heard: whoever waits looks again by
 * itself now and then.
 */
@ApplicationScoped
public class Bells {
  private final Map<UUID, CountDownLatch> bells = new ConcurrentHashMap<>();

  Bells() {}

  /** Wakes those who listen; call it after the commit. */
  public void ring(UUID what) {
    CountDownLatch bell = bells.remove(what);
    if (bell != null) {
      bell.countDown();
    }
  }

  /** Begins to listen: a ring from now on isn't missed, however late the wait begins. */
  public Listening listen(UUID what) {
    return new Listening(what, bells.computeIfAbsent(what, key -> new CountDownLatch(1)));
  }

  /** Somebody who listens. */
  public final class Listening {
    private final UUID what;
    private final CountDownLatch bell;

    private Listening(UUID what, CountDownLatch bell) {
      this.what = what;
      this.bell = bell;
    }

    /** Returns after a ring, or after this long. */
    public void await(Duration atMost) {
      try {
        if (!bell.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
          bells.remove(what, bell);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** No wait follows. */
    public void leave() {
      bells.remove(what, bell);
    }
  }
}
