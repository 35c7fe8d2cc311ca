package io.headstart.pages;

import io.headstart.dataset.DatasetConfig;
import io.headstart.dispatch.Offer;
import io.headstart.model.ModelConfig;
import io.headstart.platform.page.Say;
import io.headstart.quota.QuotaConfig;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.Fixtures;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of teams and people: names, tokens, what was done; what a team may use; what settings say. */
record TeamNumbers(
    QuotaConfig quota, ModelConfig model, DatasetConfig data, FakeLauncher launcher) {

  /** The rows of a source, or null for what this knows nothing of. */
  @Nullable List<Map<String, Expected>> rows(String source, PageAt page, Rows rows) {
    return switch (source) {
      case "team" -> seen(page, rows, "select t.slug, t.name from teams t");
      case "person" ->
          seen(
              page,
              rows,
              """
          select u.name, u.email, initcap(m.role) as role
          from memberships m join users u on u.id = m.user_id""");
      case "token" ->
          rows.ofTeam(
              """
          select k.name, k.prefix, u.name as owner, k.expires_at as "expires|time",
            k.last_used_at as "used|time", case when k.last_used_at is null then 'never' end as unused
          from api_tokens k join users u on u.id = k.user_id""");
      case "event" ->
          rows.ofAll(
              """
          select e.at as "at|time", coalesce(u.name, 'Headstart') as who,
            case when m.user_id is not null then u.name
              when e.action ~ '^(team-created|quota-changed|job-.*)$' then 'an administrator'
              when e.action like 'member-%' then 'an administrator or former member'
              else 'a former member' end as member,
            replace(e.action, '-', ' ') as did, e.subject as what, t.name as team
          from audit_events e left join users u on u.id = e.actor_id
            left join teams t on t.id = e.team_id
            left join memberships m on m.team_id = e.team_id and m.user_id = e.actor_id""");
      case "invited" ->
          rows.ofTeam(
              """
          select initcap(i.role) as role, u.name as by, i.expires_at as "expires|time"
          from invitations i join users u on u.id = i.created_by
          where i.used_at is null and i.revoked_at is null""");
      case "secret" -> List.of(secrets(page, rows));
      case "pause" ->
          rows.ofAll(
              """
          select ceil(extract(epoch from max(blocked_until) - timestamptz '%s') / 60) as minutes
          from sign_in_tries"""
                  .formatted(page.shown()));
      case "typed" -> TypedNumbers.rows(page);
      case "offer" -> offered(rows, page);
      case "setting" -> List.of(settings(page));
      default -> new LimitNumbers(quota).rows(source, page, rows);
    };
  }

  /** What the team sees, or the administrator on their pages. */
  private static List<Map<String, Expected>> seen(PageAt page, Rows rows, String sql) {
    return page.path().startsWith("/admin") ? rows.ofAll(sql) : rows.ofTeam(sql);
  }

  /** What the nodes have room for, beside the slots that are set. */
  private List<Map<String, Expected>> offered(Rows rows, PageAt page) {
    String slotClass = page.named("class") == null ? "training" : page.named("class");
    String set =
        rows.textsOfAll("select slots from capacity_classes where slot_class = '" + slotClass + "'")
            .get(0)
            .get(0);
    Map<String, Expected> row = new TreeMap<>();
    Offer offer = launcher.offer(slotClass).orElse(null);
    if (offer == null) {
      return List.of();
    }
    int more = offer.slots() - Integer.parseInt(String.valueOf(set));
    row.put("slots", Expected.text(offer.slots() + (offer.slots() == 1 ? " slot" : " slots")));
    row.put(
        "nodes", Expected.text(offer.machines() + (offer.machines() == 1 ? " node" : " nodes")));
    row.put(
        "beside",
        Expected.text(
            more > 0
                ? more + " more than are set."
                : more == 0
                    ? "as many as are set."
                    : -more + " fewer than are set, so that workers will wait for room."));
    return List.of(row);
  }

  /** Of what is shown once only the hash is kept. */
  private static Map<String, Expected> secrets(PageAt page, Rows rows) {
    Map<String, Expected> row = new TreeMap<>();
    row.put("invitation", secret(rows.texts("select encode(hash, 'hex') from invitations")));
    row.put("token", secret(rows.texts("select encode(hash, 'hex') from api_tokens")));
    row.put("link", secret(rows.textsOfAll("select encode(hash, 'hex') from setup_links")));
    row.put(
        "hours",
        Expected.text(
            rows.textsOfAll(
                    "select round(extract(epoch from max(expires_at) - timestamptz '%s') / 3600) from setup_links"
                        .formatted(page.asked()))
                .get(0)
                .get(0)));
    return row;
  }

  private static Expected secret(List<List<@Nullable String>> hashes) {
    return new Expected(
        "[-_A-Za-z0-9]{40,50}",
        text ->
            hashes.stream()
                .anyMatch(row -> HexFormat.of().formatHex(Fixtures.hash(text)).equals(row.get(0))));
  }

  /** Slot-hours of a class in this month, until a moment. */
  static Expected hours(PageAt page, String slotClass, Rows rows) {
    List<String> used =
        java.util.stream.Stream.of(page.asked(), page.shown())
            .map(
                until ->
                    rows.texts(
                            """
                            select coalesce(sum(slots * extract(epoch from
                              coalesce(released_at, cast(? as timestamptz)) - greatest(created_at,
                                date_trunc('month', now(), 'UTC')))), 0) / 3600
                            from reservations where slot_class = ?
                              and coalesce(released_at, now()) >= date_trunc('month', now(), 'UTC')""",
                            until.toString(),
                            slotClass)
                        .get(0)
                        .get(0))
            .map(hours -> Say.decimal(Double.valueOf(hours), 1))
            .toList();
    return Expected.either(used.get(0), used.get(1));
  }

  /** Whether these hours of the month are used. */
  static boolean usedUp(PageAt page, String slotClass, Rows rows, long hours) {
    String used = hours(page, slotClass, rows).pattern();
    return Double.parseDouble(used.replaceAll("\\|.*|\\\\[QE]|,", "")) >= hours;
  }

  private Map<String, Expected> settings(PageAt page) {
    Map<String, Expected> row = new TreeMap<>();
    row.put("slots", Expected.text(quota.slots()));
    row.put("guaranteed", Expected.text(quota.guaranteed()));
    row.put("queuedJobs", Expected.text(quota.queuedJobs()));
    row.put("longest", Expected.text(Say.hours(quota.longest())));
    row.put("longestHours", Expected.text(quota.longest().toHours()));
    row.put("stored", Expected.text(Say.bytes(quota.storedBytes())));
    row.put("storedGigabytes", Expected.text(quota.storedBytes() / 1_000_000_000));
    row.put("stays", Expected.text(model.tryIdle().toSeconds() + " s"));
    row.put("kept", Expected.text(Say.hours(model.questionsKept())));
    row.put("picture", Expected.text(Say.bytes(model.largestPicture().asLongValue())));
    row.put("upload", Expected.text(Say.bytes(data.largestUpload().asLongValue())));
    row.put("site", Expected.text(page.site()));
    return row;
  }
}
