package io.headstart.pages;

import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.TeamRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What other limits of a team would change, from what stands in the form and what is held. */
final class EffectNumbers {
  private EffectNumbers() {}

  /** One row, or none on a page that doesn't show what happens. */
  static List<Map<String, Expected>> rows(PageAt page, Rows rows, String slotClass) {
    String slots = page.named("slots");
    if (slots == null) {
      return List.of();
    }
    List<@Nullable String> now =
        rows.textsOfAll(
                """
                select t.id, count(r.slots), coalesce(sum(r.slots), 0),
                  (select count(*) from jobs j where j.team_id = t.id and j.state = 'QUEUED'
                    and j.slot_class = '%1$s'),
                  (select c.slots - coalesce(sum(h.slots), 0) from reservations h
                    where h.released_at is null and h.slot_class = '%1$s')
                from teams t join capacity_classes c on c.slot_class = '%1$s'
                  left join reservations r on r.team_id = t.id and r.released_at is null
                    and r.slot_class = c.slot_class
                where t.slug = '%2$s' group by t.id, c.slots"""
                    .formatted(slotClass, page.named("team")))
            .get(0);
    long holds = number(now.get(2));
    long waiting = number(now.get(3));
    long most = Long.parseLong(slots);
    long could = Math.max(0, Math.min(waiting, Math.min(most - holds, number(now.get(4)))));
    Rows own =
        new Rows(
            rows.app(), rows.system(), new TeamRef(UUID.fromString(String.valueOf(now.get(0)))));
    long stored = LimitNumbers.stored(own);
    long bytes = Math.round(Double.parseDouble(String.valueOf(page.named("storage"))) * 1e9);
    Map<String, Expected> row = new TreeMap<>();
    row.put(
        "holds",
        Expected.text(
            counted(number(now.get(1)), "job", " holds", " hold")
                + " "
                + counted(holds, "slot", "", "")));
    row.put("over", Expected.text(holds - most));
    row.put("on", Expected.text(counted(waiting - could, "job", " goes", " go")));
    row.put("could", Expected.text(counted(could, "job", " that waits", " that wait")));
    row.put(
        "large",
        Expected.text(
            counted(
                large(rows, slotClass, page, most),
                "job",
                " that waits now asks for",
                " that wait now ask for")));
    row.put("month", Expected.text(Objects.requireNonNullElse(page.named("month"), "any")));
    row.put("used", TeamNumbers.hours(page, slotClass, own));
    row.put("stored", Expected.text(Say.bytes(stored)));
    row.put("freed", Expected.text(Say.bytes(stored - bytes)));
    return List.of(row);
  }

  /** Jobs that wait and ask for more slots at once than a team may hold. */
  private static long large(Rows rows, String slotClass, PageAt page, long most) {
    return number(
        rows.textsOfAll(
                """
                select count(*) from jobs j join teams t on t.id = j.team_id
                where j.state = 'QUEUED' and j.slot_class = '%s' and t.slug = '%s' and j.slots > %d"""
                    .formatted(slotClass, page.named("team"), most))
            .get(0)
            .get(0));
  }

  private static String counted(long n, String noun, String one, String more) {
    return Say.count(n) + " " + noun + (n == 1 ? one : "s" + more);
  }

  private static long number(@Nullable String text) {
    return Long.parseLong(String.valueOf(text));
  }
}
