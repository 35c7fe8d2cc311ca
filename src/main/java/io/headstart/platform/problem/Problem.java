package io.headstart.platform.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error that its reader can act on. A mapper turns it into {@code application/problem+json} for
 * the API and into a page for a browser, with the same words.
 */
public class Problem extends RuntimeException {
  private final int status;
  private final String type;
  private final String title;
  private final transient List<Item> items;

  /**
   * @param status HTTP status
   * @param type stable name, the last part of {@code /problems/<type>}
   * @param title what happened, one sentence
   * @param items each thing that is wrong
   */
  public Problem(int status, String type, String title, List<Item> items) {
    super(title);
    this.status = status;
    this.type = type;
    this.title = title;
    this.items = List.copyOf(items);
  }

  /** A problem that concerns no field in particular. */
  public Problem(int status, String type, String title) {
    this(status, type, title, List.of());
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Stable name of the kind of problem. */
  public String type() {
    return type;
  }

  /** What happened, one sentence. */
  public String title() {
    return title;
  }

  /** Each thing that is wrong. */
  public List<Item> items() {
    return items;
  }

  /** The thing that isn't there, or is another team's: the same answer for both. */
  public static Problem notFound() {
    return new Problem(404, "not-found", "There is nothing at this address");
  }

  /**
   * One thing that is wrong.
   *
   * @param field field of the request or form, or null
   * @param why what is wrong
   * @param fix the way out
   */
  public record Item(@Nullable String field, String why, String fix) {}
}
