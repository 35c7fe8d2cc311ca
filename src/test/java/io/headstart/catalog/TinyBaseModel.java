package io.headstart.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A base model of half a megabyte beside those that ship, put into place as they are. Real workers
 * of tests whose subject is not what a model knows learn with it in a third of the time: of a model
 * of 90 MB, most of what they do is to fetch, to hash and to store it. It is offered last, and
 * stays.
 */
@ApplicationScoped
public class TinyBaseModel {
  /** Its id. */
  public static final String ID = "tiny-encoder";

  /** Blocks that can be frozen: all, and the head alone is trained. */
  public static final int BLOCKS = 4;

  @Inject InstallBaseModels install;

  /** Puts it into place where it isn't yet. */
  public void isThere() {
    try {
      install.install(ShippedModels.manifest(ID));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
