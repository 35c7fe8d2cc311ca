package io.headstart.quota;

/** What admission says to one request, in words for its owner. */
public sealed interface Verdict {
  /** It holds its slots from now on. */
  record Run() implements Verdict {}

  /**
   * It waits.
   *
   * @param code for what, for machines: {@code LATER}, {@code PAUSED}, {@code TEAM_LIMIT}, {@code
   *     CAPACITY}, {@code TURN}
   * @param words for what, one sentence without full stop; names no other team
   * @param place its place in the queue of its class, from 1
   */
  record Wait(String code, String words, int place) implements Verdict {}

  /**
   * No waiting can help.
   *
   * @param words which limit, and who can change it
   */
  record Refuse(String words) implements Verdict {}
}
