package io.headstart.team;

/** What an API token may do of all that its user may. */
public enum TokenScope {
  /** GET and HEAD. */
  READ("Read"),
  /** Everything that the user's role allows. */
  WRITE("Read and write");

  private final String word;

  TokenScope(String word) {
    this.word = word;
  }

  /** Its name on pages. */
  public String word() {
    return word;
  }
}
