package io.headstart.dispatch;

/**
 * How many slots of a class the machines have room for in all, whatever is in use now.
 *
 * @param slots over all machines; 0 where it isn't known
 * @param machines that have room for one slot at least
 * @param unknown why it isn't known, a sentence without full stop; empty where it is
 */
public record Offer(int slots, int machines, String unknown) {
  /** Counted. */
  public static Offer of(int slots, int machines) {
    return new Offer(slots, machines, "");
  }

  /** Not known for this reason. */
  public static Offer unknown(String why) {
    return new Offer(0, 0, why);
  }

  /** How many more than are set; 0 where there are no more. */
  public int beyond(int set) {
    return Math.max(0, slots - set);
  }

  /** How many fewer than are set; 0 where there are no fewer. */
  public int missing(int set) {
    return Math.max(0, set - slots);
  }
}
