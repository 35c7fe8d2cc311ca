package io.headstart.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The newest state that is known of objects of one kind, in whatever order it is told: watches,
 * lists and answers overtake each other. What a list does not hold was gone at the list's version,
 * and so nothing older makes it come back. Versions are numbers that grow over a whole cluster;
 * what has none is believed. A list with a smaller version than the one before it is of a cluster
 * that was restored from a backup: all that was known is forgotten. Thread-safe.
 */
final class Newest<T extends HasMetadata> {
  private static final long UNKNOWN = -1;

  private final Function<T, String> key;
  private final ConcurrentNavigableMap<String, T> known = new ConcurrentSkipListMap<>();

  /** Versions of those that were told to be gone, until a list that began later confirms it. */
  private final Map<String, Long> gone = new HashMap<>();

  private long listed;

  Newest(Function<T, String> key) {
    this.key = key;
  }

  @Nullable T get(String name) {
    return known.get(name);
  }

  /** Those whose keys begin so. */
  List<T> all(String prefix) {
    return List.copyOf(known.subMap(prefix, prefix + Character.MAX_VALUE).values());
  }

  synchronized void saw(T object) {
    var name = key.apply(object);
    long version = version(object);
    var before = known.get(name);
    if (version == UNKNOWN
        || (version > listed
            && version > gone.getOrDefault(name, 0L)
            && (before == null || version(before) <= version))) {
      known.put(name, object);
    }
  }

  synchronized void gone(T object) {
    var name = key.apply(object);
    long version = version(object);
    var before = known.get(name);
    if (before == null
        || version(before) <= version
        || Objects.equals(before.getMetadata().getUid(), object.getMetadata().getUid())) {
      known.remove(name);
      gone.merge(name, version, Math::max);
    }
  }

  /** To be called before a list is asked for; its answer goes to {@link #listed}. */
  synchronized Set<String> beforeList() {
    return Set.copyOf(gone.keySet());
  }

  /**
   * Takes in a list of all.
   *
   * @param version of the list, as it says itself
   * @param goneBefore what {@link #beforeList} answered
   */
  synchronized void listed(List<T> found, @Nullable String version, Set<String> goneBefore) {
    long at = number(version);
    if (at < listed) {
      known.clear();
      gone.clear();
    }
    listed = Math.max(at, 0);
    gone.keySet().removeAll(goneBefore);
    var names = new HashSet<String>();
    for (var one : found) {
      var name = key.apply(one);
      names.add(name);
      if (!gone.containsKey(name) && !isNewer(known.get(name), at)) {
        known.put(name, one);
      }
    }
    known.entrySet().removeIf(one -> !names.contains(one.getKey()) && !isNewer(one.getValue(), at));
  }

  /** Whether it is known to be of after the list. */
  private boolean isNewer(@Nullable T object, long list) {
    return object != null && list != UNKNOWN && version(object) > list;
  }

  private static long version(HasMetadata object) {
    return number(object.getMetadata().getResourceVersion());
  }

  private static long number(@Nullable String version) {
    try {
      return version == null ? UNKNOWN : Long.parseLong(version);
    } catch (NumberFormatException noNumber) {
      return UNKNOWN;
    }
  }
}
