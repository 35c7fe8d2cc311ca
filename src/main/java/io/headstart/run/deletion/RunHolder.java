package io.headstart.run.deletion;

import io.headstart.platform.problem.Problem.Item;
import java.util.Optional;
import java.util.UUID;

/** Says what needs a run, so that it can't be deleted; rooms that need some implement it. */
public interface RunHolder {
  /** What needs the run and the way out; empty when nothing does. Called as team work. */
  Optional<Item> of(UUID run);
}
