package io.headstart.dispatch.kubernetes;

import io.headstart.dispatch.DispatchConfig;
import io.headstart.storage.StorageConfig;
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

  /** Those of dispatch, by their whole names; those of other rooms are left out. */
  static DispatchConfig dispatch(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("headstart.dispatch.worker-url", "http://headstart:8080");
    values.putAll(startingWith("headstart.dispatch.", namesAndValues));
    return mapped(values, DispatchConfig.class);
  }

  /** Those of the object store, by their whole names; those of other rooms are left out. */
  static StorageConfig storage(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("headstart.storage.access-key", "a");
    values.put("headstart.storage.secret-key", "s");
    values.putAll(startingWith("headstart.storage.", namesAndValues));
    return mapped(values, StorageConfig.class);
  }

  private static Map<String, String> startingWith(String prefix, String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].startsWith(prefix)) {
        values.put(namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return values;
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
