package io.headstart.team;

import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/** Reads who did what: a team's events for its owners, the installation's for administrators. */
@ApplicationScoped
public class AuditTrail {
  /** What can have been done, in the order of the filter. */
  public static final List<String> KINDS =
      List.of(
          "member-added",
          "member-joined",
          "member-role",
          "member-removed",
          "invitation-made",
          "invitation-revoked",
          "token-created",
          "token-revoked",
          "team-created",
          "model-registered",
          "model-stage",
          "model-deleted",
          "run-deleted",
          "quota-changed",
          "capacity-changed",
          "job-held",
          "job-released",
          "job-moved-to-front",
          "job-cancelled",
          "class-drained",
          "class-resumed",
          "user-created",
          "user-disabled",
          "user-enabled",
          "password-link",
          "password-set",
          "administrator-made");

  /** What administrators do to a team; all else in a team is its owners' to read. */
  static final Set<String> OF_ADMINS =
      Set.of(
          "team-created",
          "quota-changed",
          "job-held",
          "job-released",
          "job-moved-to-front",
          "job-cancelled");

  private static final String SEEN_BY_ADMINS =
      OF_ADMINS.stream()
          .collect(Collectors.joining("', '", "(e.team_id is null or e.action in ('", "'))"));

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final AcrossTeams across;
  private final Session team;

  AuditTrail(AcrossTeams across, Session team) {
    this.across = across;
    this.team = team;
  }

  /** The team of the request: the newest first. */
  @InTeam
  public List<Entry> ofTeam(Wanted wanted, int limit) {
    return read(team, "true", wanted, limit);
  }

  /** The installation: the newest first; nothing of what teams do among themselves. */
  public List<Entry> ofInstallation(Wanted wanted, int limit) {
    return across.inTransaction(system -> read(system, SEEN_BY_ADMINS, wanted, limit));
  }

  private static List<Entry> read(
      SharedSessionContract session, String which, Wanted wanted, int limit) {
    List<Object[]> rows =
        session
            .createNativeQuery(
                "select e.id, e.at, e.actor_id, u.name, t.name, e.action, e.subject"
                    + " from audit_events e left join users u on u.id = e.actor_id"
                    + " left join teams t on t.id = e.team_id where "
                    + which
                    + " and e.id < ?1 and (?2 = '' or e.action = ?2)"
                    + " and (cast(?3 as text) is null or e.actor_id = cast(?3 as uuid))"
                    + " order by e.id desc limit ?4",
                Object[].class)
            .setParameter(1, wanted.before() == null ? Long.MAX_VALUE : wanted.before())
            .setParameter(2, wanted.kind())
            .setParameter(3, wanted.person() == null ? null : wanted.person().toString())
            .setParameter(4, limit)
            .getResultList();
    Map<UUID, String> names = names(session, rows);
    return rows.stream()
        .map(
            row ->
                new Entry(
                    ((Number) row[0]).longValue(),
                    (Instant) row[1],
                    row[2] == null
                        ? MemberNames.HEADSTART
                        : row[3] == null ? outsider((String) row[5]) : (String) row[3],
                    row[4] == null ? "" : (String) row[4],
                    (String) row[5],
                    named((String) row[6], names)))
        .toList();
  }

  /** Whoever the team can't see: its own people who have left, and administrators. */
  static String outsider(String action) {
    if (OF_ADMINS.contains(action)) {
      return "an administrator";
    }
    return action.startsWith("member-") ? "an administrator or former member" : "a former member";
  }

  private static Map<UUID, String> names(SharedSessionContract session, List<Object[]> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(
        row ->
            ID.matcher((String) row[6])
                .results()
                .forEach(m -> ids.add(UUID.fromString(m.group()))));
    if (ids.isEmpty()) {
      return Map.of();
    }
    return session
        .createNativeQuery("select id, name from users where id in ?1", Object[].class)
        .setParameter(1, ids)
        .getResultList()
        .stream()
        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
  }

  private static String named(String subject, Map<UUID, String> names) {
    return ID.matcher(subject)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    names.getOrDefault(UUID.fromString(m.group()), m.group())));
  }

  /**
   * Which events.
   *
   * @param kind one of {@link #KINDS}, or empty for all
   * @param person who did it, or null for everybody
   * @param before only those with a smaller number, or null from the newest
   */
  public record Wanted(String kind, @Nullable UUID person, @Nullable Long before) {}

  /**
   * Something that was done.
   *
   * @param id number of the event
   * @param who did it
   * @param team whose it is; empty for the installation's
   * @param kind one of {@link #KINDS}
   * @param what it was done to, in words
   */
  public record Entry(long id, Instant at, String who, String team, String kind, String what) {
    /** What was done, in words. */
    public String did() {
      return words(kind);
    }
  }

  /** A kind in words: {@code member added}. */
  public static String words(String kind) {
    return kind.replace('-', ' ');
  }
}
