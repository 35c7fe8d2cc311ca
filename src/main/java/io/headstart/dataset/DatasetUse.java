package io.headstart.dataset;

import java.util.Optional;
import java.util.UUID;

/** Says what works with a data set; a room above that reads versions gives a bean of this type. */
public interface DatasetUse {
  /**
   * What works with one of its versions now, as a sentence; empty when nothing does. Team work.
   *
   * @param dataset second part of its key
   */
  Optional<String> of(UUID dataset);
}
