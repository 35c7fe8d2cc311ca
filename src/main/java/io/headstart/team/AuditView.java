package io.headstart.team;

import io.headstart.platform.page.CsvText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A page of an audit trail, or all of it as CSV; the same for a team and the installation. */
@ApplicationScoped
public class AuditView {
  private static final int PAGE = 50;

  /** Rows of a CSV; whoever needs more filters. */
  private static final int MOST = 10_000;

  /** Whom no account has: the filter of an unknown address finds nothing. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final People people;

  AuditView(People people) {
    this.people = people;
  }

  /**
   * Reads a page.
   *
   * @param base address of the page
   * @param read where events come from
   */
  public Shown page(
      String base,
      @Nullable String kind,
      @Nullable String person,
      @Nullable String before,
      BiFunction<AuditTrail.Wanted, Integer, List<AuditTrail.Entry>> read) {
    String of = Objects.requireNonNullElse(kind, "");
    String by = Objects.requireNonNullElse(person, "").strip();
    Long from =
        before != null && before.matches("\\d{1,18}") ? (Long) Long.parseLong(before) : null;
    List<AuditTrail.Entry> found = read.apply(wanted(of, by, from), PAGE + 1);
    List<AuditTrail.Entry> shown = found.subList(0, Math.min(PAGE, found.size()));
    String filter = "?kind=" + encoded(of) + "&person=" + encoded(by);
    return new Shown(
        shown,
        of,
        by,
        found.size() > PAGE ? base + filter + "&before=" + shown.get(PAGE - 1).id() : "",
        from == null ? "" : base + filter,
        base + "/csv" + filter,
        AuditTrail.KINDS.stream().map(k -> new Kind(k, AuditTrail.words(k))).toList());
  }

  /** The same events, up to 10,000, as a download. */
  public Response csv(
      @Nullable String kind,
      @Nullable String person,
      BiFunction<AuditTrail.Wanted, Integer, List<AuditTrail.Entry>> read) {
    var csv = new CsvText("number", "at", "who", "team", "kind", "what");
    read.apply(
            wanted(
                Objects.requireNonNullElse(kind, ""),
                Objects.requireNonNullElse(person, "").strip(),
                null),
            MOST)
        .forEach(
            one ->
                csv.row(
                    Arrays.asList(
                        one.id(), one.at(), one.who(), one.team(), one.kind(), one.what())));
    return Response.ok(csv.toString(), "text/csv; charset=utf-8; header=present")
        .header("Content-Disposition", "attachment; filename=\"audit.csv\"")
        .header("Cache-Control", "no-store")
        .build();
  }

  private AuditTrail.Wanted wanted(String kind, String person, @Nullable Long before) {
    return new AuditTrail.Wanted(
        kind, person.isEmpty() ? null : people.byEmail(person).orElse(NOBODY), before);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * What the page shows.
   *
   * @param kind chosen, or empty
   * @param person e-mail chosen, or empty
   * @param older address of the next page, or empty
   * @param newest address of the first page, empty on it
   * @param csv address of the download
   * @param kinds to choose from
   */
  public record Shown(
      List<AuditTrail.Entry> entries,
      String kind,
      String person,
      String older,
      String newest,
      String csv,
      List<Kind> kinds) {
    /** Whether something was chosen. */
    public boolean filtered() {
      return !kind.isEmpty() || !person.isEmpty();
    }
  }

  /** A kind with its words. */
  public record Kind(String name, String word) {}
}
