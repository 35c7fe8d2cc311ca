package io.headstart.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the running server its home folder and its key. */
final class Installation {
  @Produces
  @Singleton
  HomeFolder home(@ConfigProperty(name = "headstart.home") Path root) {
    return HomeFolder.open(root);
  }

  @Produces
  @Singleton
  InstallationKey key(
      @ConfigProperty(name = "headstart.key") Optional<String> key, HomeFolder home) {
    return key.map(InstallationKey::new).orElseGet(home::key);
  }
}
