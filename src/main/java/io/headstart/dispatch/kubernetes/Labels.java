package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the short forms of labels and taints that settings have. */
final class Labels {
  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final Pattern TAINT =
      Pattern.compile("(?<key>[^=:]+)(?:=(?<value>[^:]*))?(?::(?<effect>\\w+))?");

  private Labels() {}

  /**
   * Pairs {@code name=value}.
   *
   * @throws IllegalArgumentException with a sentence when one has no name or no equals sign
   */
  static Map<String, String> pairs(List<String> texts) {
    Map<String, String> pairs = new TreeMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + text + "' is not of the form name=value");
      }
      pairs.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }
    return pairs;
  }

  /**
   * A taint that is tolerated.
   *
   * @throws IllegalArgumentException with a sentence when it can't be read
   */
  static Toleration toleration(String text) {
    var parts = TAINT.matcher(text.strip());
    if (!parts.matches()
        || (parts.group("effect") != null && !EFFECTS.contains(parts.group("effect")))) {
      throw new IllegalArgumentException(
          "'%s' is not of the form name=value:Effect, name:Effect or name, with an effect of %s"
              .formatted(text, new java.util.TreeSet<>(EFFECTS)));
    }
    return new TolerationBuilder()
        .withKey(parts.group("key"))
        .withOperator(parts.group("value") == null ? "Exists" : "Equal")
        .withValue(parts.group("value"))
        .withEffect(parts.group("effect"))
        .build();
  }
}
