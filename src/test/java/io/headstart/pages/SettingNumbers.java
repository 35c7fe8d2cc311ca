package io.headstart.pages;

import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of runs beside each other. */
final class SettingNumbers {
  private SettingNumbers() {}

  /** The settings of each run by name, in the page's order. */
  static Map<String, List<String>> of(List<Long> runs, Rows rows) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (long run : runs) {
      List<@Nullable String> row =
          rows.texts(
                  """
                  select d.name || ', v' || v.number, left(v.rows_sha256, 12) || '…',
                    b.manifest->>'name',
                    case when r.from_scratch then 'from scratch' else
                      case jsonb_array_length(b.manifest->'blocks') - r.frozen_blocks
                      when 0 then 'head only' when 1 then 'last block open'
                      else 'last ' || jsonb_array_length(b.manifest->'blocks') - r.frozen_blocks
                        || ' blocks open' end end,
                    r.frozen_blocks || ' of ' || jsonb_array_length(b.manifest->'blocks'),
                    case when r.from_scratch then 'fresh' when r.source_run is null
                      then 'pre-trained' else 'of run ' || (select number from runs o
                        where o.id = r.source_run) || case when r.keeps_head
                          then ', its head too' else ', with a new head' end end,
                    r.head_learning_rate, r.body_learning_rate, r.epochs,
                    case r.patience when 0 then 'after the last epoch'
                      else 'after ' || r.patience || ' epochs without progress' end,
                    case when r.balanced then 'balanced' else 'as they come' end,
                    r.label_smoothing, r.batch_size,
                    coalesce(r.max_tokens || ' tokens at most', r.side || ' pixels a side'
                      || case when r.smallest_crop < 1
                        then ', parts from ' || round(cast(100 * r.smallest_crop as numeric)) || ' %'
                        else '' end
                      || case when r.flip then ', mirrored' else '' end
                      || case when r.colour > 0 then ', colours changed by up to '
                        || round(cast(100 * r.colour as numeric)) || ' %' else '' end
                      || case when r.cached_views > 1 then ', ' || r.cached_views || ' views'
                        else '' end),
                    r.seed, u.name
                  from runs r join dataset_versions v on v.id = r.dataset_version_id
                    join datasets d on d.id = v.dataset_id join base_models b on b.id = r.base_model
                    left join users u on u.id = r.created_by where r.number = ?""",
                  run)
              .get(0);
      List<String> names =
          List.of(
              "Data",
              "Rows, SHA-256",
              "Base model",
              "Trained",
              "Frozen blocks",
              "Weights at the beginning",
              "Rate of the head",
              "Rate of open blocks",
              "Epochs",
              "Ends",
              "Classes weigh",
              "Label smoothing",
              "Batch size",
              "Reads",
              "Seed",
              "Started by");
      for (int i = 0; i < names.size(); i++) {
        String value = String.valueOf(row.get(i));
        all.computeIfAbsent(names.get(i), any -> new ArrayList<>())
            .add(
                names.get(i).startsWith("Rate")
                    ? Say.rate(Double.valueOf(value))
                    : names.get(i).equals("Label smoothing")
                        ? Double.parseDouble(value) == 0 ? "none" : Say.share(Double.valueOf(value))
                        : value);
      }
    }
    return all;
  }
}
