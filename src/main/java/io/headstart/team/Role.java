package io.headstart.team;

/** What a member may do in a team; each role may do what the ones before it may. */
public enum Role {
  /** Reads everything of the team. */
  VIEWER("Viewer", "reads"),
  /** Uploads data, starts runs, stops and cancels their own. */
  MEMBER("Member", "uploads data and starts runs"),
  /** Changes members and tokens, and every run of the team. */
  OWNER("Owner", "manages members, tokens and all runs");

  private final String word;
  private final String does;

  Role(String word, String does) {
    this.word = word;
    this.does = does;
  }

  /** Its name on pages. */
  public String word() {
    return word;
  }

  /** What it is for, as the end of a sentence. */
  public String does() {
    return does;
  }

  /** Whether somebody of this role may do what {@code needed} may. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
