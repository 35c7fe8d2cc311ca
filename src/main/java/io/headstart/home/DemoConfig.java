package io.headstart.home;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a new installation shows. Not below {@code headstart.home}: that is the home folder. */
@ConfigMapping(prefix = "headstart.demo")
public interface DemoConfig {
  /** Whether a new installation gets team Demo with a sample and a run. */
  @WithDefault("true")
  boolean enabled();
}
