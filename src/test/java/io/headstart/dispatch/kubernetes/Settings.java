package io.headstart.dispatch.kubernetes;

import io.headstart.dispatch.DispatchConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings as they are read, from names and values. */
final class Settings {
  private static final String PREFIX = "headstart.dispatch.kubernetes.";

  private Settings() {}

  /**
   * The launcher's settings.
   *
   * @param namesAndValues in turn; names without {@code headstart.dispatch.kubernetes.}
   */
  static KubernetesConfig of(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put(PREFIX + "namespace", "workers");
    values.put(PREFIX + "image", "registry.example/headstart-worker:1");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(PREFIX + namesAndValues[i], namesAndValues[i + 1]);
    }
    return mapped(values, KubernetesConfig.class);
  }

  static DispatchConfig dispatch() {
    return mapped(
        Map.of("headstart.dispatch.worker-url", "http://headstart:8080"), DispatchConfig.class);
  }

  private static <T> T mapped(Map<String, String> values, Class<T> mapping) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(mapping)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(mapping);
  }
}
