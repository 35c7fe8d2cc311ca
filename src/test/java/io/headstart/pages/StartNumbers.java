package io.headstart.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When jobs that wait will begin, played through from what is held and from how long jobs of the
 * same kind have taken: moments, since all that is told of the rest of a job moves with the clock.
 */
final class StartNumbers {
  private static final String ENDED =
      """
      select extract(epoch from r.released_at - r.created_at)
      from reservations r join jobs j on j.id = r.job_id
      where j.kind = 'train' and r.slot_class = 'training' and j.state = 'SUCCEEDED'
        and r.released_at is not null order by r.released_at desc limit 20
      """;

  private static final String HELD =
      """
      select r.team_id, extract(epoch from r.created_at) from reservations r
      where r.released_at is null and r.slot_class = 'training'
      """;

  private static final String WAITING =
      """
      select j.id, j.team_id, coalesce(q.slots, 1000), j.slots from jobs j left join team_quotas q
        on q.team_id = j.team_id and q.slot_class = j.slot_class
      where j.state = 'QUEUED' and j.slot_class = 'training'
        and j.waiting_code in ('CAPACITY', 'TEAM_LIMIT', 'TURN')
      """;

  /** Whose turn is first: who holds less than is guaranteed, then who has used less of a day. */
  static final String TURNS =
      """
      select t.id as team, c.slot_class,
        coalesce(q.guaranteed, 0) - coalesce(sum(h.slots) filter (where h.released_at is null), 0)
          as below,
        coalesce(sum(h.slots * (extract(epoch from coalesce(h.released_at, now())
            - greatest(h.created_at, now() - interval '24 h'))
          + case when h.released_at is null then 600 else 0 end)), 0)
          / greatest(1, coalesce(q.guaranteed, 0)) as used
      from teams t cross join capacity_classes c
        left join team_quotas q on q.team_id = t.id and q.slot_class = c.slot_class
        left join reservations h on h.team_id = t.id and h.slot_class = c.slot_class
          and coalesce(h.released_at, now()) > now() - interval '24 h'
      group by t.id, c.slot_class, q.guaranteed""";

  /**
   * Those who wait, in their order.
   *
   * @param next who would wait, too, or null
   * @param before ids of the jobs whose turn is before theirs
   */
  private record Line(@Nullable List<@Nullable String> next, List<String> before) {
    List<List<@Nullable String>> of(Rows rows) {
      Map<String, Long> places = WaitNumbers.places(rows);
      List<List<@Nullable String>> all = new ArrayList<>(rows.textsOfAll(WAITING));
      all.sort(Comparator.comparing(job -> places.getOrDefault(text(job.get(0)), 0L)));
      if (next != null) {
        all.add((int) all.stream().filter(job -> before.contains(text(job.get(0)))).count(), next);
      }
      return all;
    }
  }

  private StartNumbers() {}

  /** Slots of a team that are held until a moment, in seconds since 1970. */
  private record Span(String team, double end) {}

  /** Adds to a value of the rows of jobs that will begin when that is. */
  static List<Map<String, Expected>> added(
      String value, String between, List<Map<String, Expected>> of, PageAt page, Rows rows) {
    Map<String, double[]> starts = starts(rows, new Line(null, List.of()), List.of());
    return of.stream()
        .map(
            row -> {
              double[] start = starts.get(WaitNumbers.job(row));
              if (start == null) {
                return row;
              }
              Map<String, Expected> told = new TreeMap<>(row);
              told.put(
                  value,
                  row.get(value).then(words(start, page).stream().map(between::concat).toList()));
              return told;
            })
        .toList();
  }

  /** As it may have read while the page was made: either end may have lost its minute by then. */
  private static Set<String> words(double[] start, PageAt page) {
    Set<String> words = new LinkedHashSet<>();
    for (Instant low : moments(page)) {
      for (Instant high : moments(page)) {
        words.add(words(minutes(start[0], low), minutes(start[1], high)));
      }
    }
    return words;
  }

  private static List<Instant> moments(PageAt page) {
    return List.of(page.asked().minusSeconds(1), page.shown().plusSeconds(1));
  }

  private static String words(long low, long high) {
    if (high == 0) {
      return "starts within a minute or so";
    }
    String unit = "min";
    long from = low;
    long to = high;
    if (high >= 180) {
      unit = "h";
      from = low / 60;
      to = (high + 59) / 60;
    }
    return "starts in about " + (from == to ? "" + from : from + "–" + to) + " " + unit;
  }

  private static long minutes(double at, Instant now) {
    return Math.max(0, Math.round(Math.floor(at - now.toEpochMilli() / 1000.0) / 60));
  }

  /**
   * The earliest and the latest start by the id of the job.
   *
   * @param line who waits
   * @param begin who begins now, and when that is
   */
  private static Map<String, double[]> starts(Rows rows, Line line, List<Span> begin) {
    List<Double> took =
        rows.textsOfAll(ENDED).stream()
            .map(row -> Double.valueOf(text(row.get(0))))
            .sorted()
            .toList();
    Map<String, double[]> starts = new HashMap<>();
    if (took.size() < 3) {
      return starts;
    }
    int slots =
        Integer.parseInt(
            text(
                rows.textsOfAll("select slots from capacity_classes where slot_class = 'training'")
                    .get(0)
                    .get(0)));
    for (int side = 0; side < 2; side++) {
      double length = quantile(took, side == 0 ? 0.2 : 0.8);
      List<Span> spans = new ArrayList<>();
      for (List<@Nullable String> held : rows.textsOfAll(HELD)) {
        spans.add(new Span(text(held.get(0)), Double.parseDouble(text(held.get(1))) + length));
      }
      begin.forEach(one -> spans.add(new Span(one.team(), one.end() + length)));
      List<List<@Nullable String>> waiting = line.of(rows);
      for (List<@Nullable String> job : waiting) {
        String team = text(job.get(1));
        long most = Long.parseLong(text(job.get(2)));
        int wanted = Integer.parseInt(text(job.get(3)));
        double at =
            spans.stream()
                .mapToDouble(Span::end)
                .sorted()
                .filter(
                    end ->
                        held(spans, "", end) + wanted <= slots
                            && held(spans, team, end) + wanted <= most)
                .findFirst()
                .orElseThrow();
        spans.addAll(Collections.nCopies(wanted, new Span(team, at + length)));
        starts.computeIfAbsent(text(job.get(0)), any -> new double[2])[side] = at;
      }
    }
    return starts;
  }

  /** What the queue would do with one more run of the team. */
  static void foretell(Map<String, Expected> row, PageAt page, Rows rows) {
    List<@Nullable String> now =
        rows.textsOfAll(
                """
                select c.slots, (select count(*) from reservations where released_at is null
                    and slot_class = 'training'),
                  (select string_agg(cast(j.id as text), ',') from jobs j join turns o on o.team = j.team_id
                      and o.slot_class = j.slot_class, turns mine
                    where j.state = 'QUEUED' and j.slot_class = 'training' and j.held_for is null
                      and mine.team = t.id and mine.slot_class = 'training'
                      and (o.team = t.id
                        or (o.below < j.slots, o.used) < (mine.below < 1, mine.used))),
                  (select count(*) from reservations where released_at is null
                    and slot_class = 'training' and team_id = t.id),
                  q.slots, q.hours_per_month, t.name,
                  to_char(now() at time zone 'UTC', 'FMMonth'),
                  to_char(date_trunc('month', now() at time zone 'UTC') + interval '1 month',
                    'FMDD FMMonth')
                from capacity_classes c join teams t on t.id = '%s' left join team_quotas q
                  on q.team_id = t.id and q.slot_class = c.slot_class
                where c.slot_class = 'training'"""
                    .formatted(rows.team().id())
                    .replaceFirst("^", "with turns as (" + TURNS + ") "))
            .get(0);
    long slots = number(now.get(0));
    long held = number(now.get(1));
    long holds = number(now.get(3));
    long most = now.get(4) == null ? 1_000 : number(now.get(4));
    String hours = now.get(5);
    Long wanted = page.number("seeds");
    long seeds = wanted == null ? 1 : wanted;
    boolean usedUp = hours != null && TeamNumbers.usedUp(page, "training", rows, number(hours));
    long free = usedUp ? 0 : Math.max(0, Math.min(most - holds, slots - held));
    row.put("slots", Expected.text(holds + Math.min(seeds, free)));
    row.put("begin", free > 0 && free < seeds ? Expected.text(free) : Expected.none());
    row.put("most", now.get(4) == null ? Expected.none() : Expected.text(counted(most)));
    row.put("hoursMost", hours == null ? Expected.none() : Expected.text(hours));
    if (!usedUp && free >= seeds) {
      row.put("place", Expected.none());
      row.put("full", Expected.none());
      return;
    }
    List<String> before = now.get(2) == null ? List.of() : List.of(text(now.get(2)).split(",", -1));
    row.put("place", free > 0 ? Expected.none() : Expected.text(before.size() + 1));
    if (usedUp) {
      row.put(
          "full",
          Expected.text(
              "Team %s has used the %s slot-hours that it has in %s; it starts again on %s, or when an admin raises the limit"
                  .formatted(now.get(6), hours, now.get(7), now.get(8))));
      return;
    }
    String full =
        holds + free >= most
            ? inUse(holds + free, most, "team " + now.get(6))
            : inUse(held + free, slots, "the class training");
    List<@Nullable String> next = List.of("next", rows.team().id().toString(), "" + most, "1");
    Line line = new Line(next, before);
    Span begins = new Span(rows.team().id().toString(), page.asked().toEpochMilli() / 1000.0);
    double[] start = starts(rows, line, Collections.nCopies((int) free, begins)).get("next");
    row.put(
        "full",
        start == null ? Expected.text(full) : Expected.text(full + "; ").then(words(start, page)));
  }

  private static String inUse(long used, long of, String whose) {
    return "%d of %s of %s %s in use".formatted(used, counted(of), whose, used == 1 ? "is" : "are");
  }

  private static String counted(long slots) {
    return slots + (slots == 1 ? " slot" : " slots");
  }

  private static long number(@Nullable String text) {
    return Long.parseLong(text(text));
  }

  private static long held(List<Span> spans, String team, double at) {
    return spans.stream()
        .filter(span -> span.end > at && (team.isEmpty() || span.team.equals(team)))
        .count();
  }

  /** Between two that were measured in proportion. */
  private static double quantile(List<Double> sorted, double share) {
    double at = share * (sorted.size() - 1);
    int below = (int) at;
    double next = sorted.get(Math.min(below + 1, sorted.size() - 1));
    return sorted.get(below) + (at - below) * (next - sorted.get(below));
  }

  private static String text(@Nullable String text) {
    return String.valueOf(text);
  }
}
