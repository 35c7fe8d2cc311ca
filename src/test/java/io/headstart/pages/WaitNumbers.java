package io.headstart.pages;

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
        case j.waiting_code
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
        or told.own like '1 of %' and told.written like '% are in use'
        or told.own !~ '^1 of ' and told.written like '% is in use'""";

  private WaitNumbers() {}

  /** Takes the reason from the rows of jobs that wait for another one than is written there. */
  static List<Map<String, Expected>> held(List<Map<String, Expected>> of, Rows rows) {
    Set<String> wrong =
        rows.textsOfAll(WRONG).stream()
            .map(row -> String.valueOf(row.get(0)))
            .collect(Collectors.toSet());
    return of.stream()
        .map(
            row -> {
              if (!wrong.contains(row.get("job").pattern().replaceAll("\\\\[QE]", ""))) {
                return row;
              }
              Map<String, Expected> without = new TreeMap<>(row);
              without.put("reason", Expected.none());
              return without;
            })
        .toList();
  }
}
