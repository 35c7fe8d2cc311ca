package io.headstart.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Why jobs wait, told anew from what is held and from what may be: a page shows what the last
 * admission wrote beside the job, which must be the same.
 */
final class WaitNumbers {
  private static final String WRONG =
      """
      select told.id from (select j.id, coalesce(j.waiting_detail, j.reason_detail) as written,
        case when j.waiting_code in ('CAPACITY', 'TEAM_LIMIT') and j.slots > 1
          then 'Needs ' || j.slots || ' slots; ' else '' end || case j.waiting_code
          when 'CAPACITY' then (select coalesce(sum(r.slots), 0) from reservations r
              where r.released_at is null and r.slot_class = j.slot_class)
            || ' of ' || to_char(c.slots, 'FM999,999') || case c.slots when 1 then ' slot of'
              else ' slots of' end || ' the class ' || j.slot_class
          when 'TEAM_LIMIT' then (select coalesce(sum(r.slots), 0) from reservations r
              where r.released_at is null and r.slot_class = j.slot_class
                and r.team_id = j.team_id)
            || ' of ' || to_char(q.slots, 'FM999,999') || case q.slots when 1 then ' slot of'
              else ' slots of' end || ' team ' || t.name
          when 'HOURS' then 'Team ' || t.name || ' has used the ' || q.hours_per_month
            || ' slot-hours that it has in ' || to_char(now() at time zone 'UTC', 'FMMonth')
            || '; it starts again on ' || to_char(date_trunc('month', now() at time zone 'UTC')
              + interval '1 month', 'FMDD FMMonth') || ', or when an admin raises the limit'
          when 'HELD' then 'An admin holds it back: ' || j.held_for
          when 'DRAINED' then 'Nothing new starts in the class ' || j.slot_class
            || ' for now; an admin says: ' || c.drained_for
          else coalesce(j.waiting_detail, j.reason_detail) end as own
      from jobs j join teams t on t.id = j.team_id
        join capacity_classes c on c.slot_class = j.slot_class
        left join team_quotas q on q.team_id = j.team_id and q.slot_class = j.slot_class
      where j.state = 'QUEUED') told
      where regexp_replace(told.written, ' (is|are) in use$', '') <> told.own
        or told.own ~ '(^|; )1 of ' and told.written like '% are in use'
        or told.own !~ '(^|; )1 of ' and told.written like '% is in use'""";

  /** What stands in a reason where the place in line is told. */
  static final String PLACE = "#place";

  /** The line of each class: the order in which jobs that wait are looked at. */
  private static final String LINE =
      """
      select j.id, row_number() over (partition by j.slot_class order by j.held_for is not null,
        j.moved_at desc nulls last, turn.below < j.slots, turn.used, j.team_id, j.priority desc,
        j.created_at)
      from jobs j join (%s) turn on turn.team = j.team_id and turn.slot_class = j.slot_class
      where j.state = 'QUEUED'"""
          .formatted(StartNumbers.TURNS);

  private WaitNumbers() {}

  /** The place in line of each job that waits, by its id, counted from the order of the jobs. */
  static Map<String, Long> places(Rows rows) {
    Map<String, Long> places = new HashMap<>();
    rows.textsOfAll(LINE)
        .forEach(row -> places.put(String.valueOf(row.get(0)), Long.valueOf(row.get(1))));
    return places;
  }

  private static String ordinal(long place) {
    boolean teen = place % 100 / 10 == 1;
    int ending = teen || place % 10 > 3 ? 0 : (int) (place % 10);
    return place + List.of("th", "st", "nd", "rd").get(ending);
  }

  /** Id of the job that a row is about. */
  static String job(Map<String, Expected> row) {
    return row.get("job").pattern().replaceAll("\\\\[QE]", "");
  }

  /**
   * Takes a value from the rows of jobs that wait for another reason than is written there, and
   * writes the place in line into it.
   */
  static List<Map<String, Expected>> held(String value, List<Map<String, Expected>> of, Rows rows) {
    Map<String, Long> places = places(rows);
    Set<String> wrong =
        rows.textsOfAll(WRONG).stream()
            .map(row -> String.valueOf(row.get(0)))
            .collect(Collectors.toSet());
    return of.stream()
        .map(
            row -> {
              Map<String, Expected> told = new TreeMap<>(row);
              String job = job(row);
              String reason = row.get(value).pattern();
              told.put(
                  value,
                  wrong.contains(job)
                      ? Expected.none()
                      : new Expected(
                          reason.replace(PLACE, ordinal(places.getOrDefault(job, 0L))),
                          row.get(value).holds()));
              return told;
            })
        .toList();
  }
}
