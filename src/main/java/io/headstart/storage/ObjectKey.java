package io.headstart.storage;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Name of an object in the bucket: {@code teams/<team>/…}, readable by that team only, or {@code
 * catalog/…}, readable by all.
 *
 * @param value at most 500 characters of {@code [A-Za-z0-9._-]} and slashes; no part is empty or
 *     begins with a dot
 */
public record ObjectKey(String value) {
  private static final int LONGEST = 500;
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final Pattern ALLOWED =
      Pattern.compile("(teams/[0-9a-f-]{36}|catalog)(/" + PART + ")+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when it's not one that the record's description allows
   */
  public ObjectKey {
    if (value.length() > LONGEST || !ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException("not an object key: " + value);
    }
  }

  /** {@code teams/<team>/<path>}. */
  public static ObjectKey ofTeam(UUID team, String path) {
    return new ObjectKey("teams/" + team + "/" + path);
  }

  /** {@code catalog/<path>}. */
  public static ObjectKey ofCatalog(String path) {
    return new ObjectKey("catalog/" + path);
  }

  /** A key below this one: {@code <this>/<path>}. */
  public ObjectKey below(String path) {
    return new ObjectKey(value + "/" + path);
  }

  /** Whether it lies under that team's prefix. */
  public boolean belongsTo(UUID team) {
    return value.startsWith("teams/" + team + "/");
  }

  @Override
  public String toString() {
    return value;
  }
}
