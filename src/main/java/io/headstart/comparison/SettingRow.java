package io.headstart.comparison;

import io.headstart.platform.page.Say;
import io.headstart.run.PictureChoice;
import io.headstart.run.RunView;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One setting of several runs.
 *
 * @param name what it is called
 * @param values of each run, in their order
 */
public record SettingRow(String name, List<String> values) {
  /** Whether not all runs have the same. */
  public boolean differs() {
    return values.stream().distinct().count() > 1;
  }

  static List<SettingRow> of(List<RunView> runs) {
    return Stream.of(
            row("Data", runs, r -> r.version().title()),
            row("Rows, SHA-256", runs, r -> r.version().rowsHash().substring(0, 12) + "…"),
            row("Base model", runs, r -> r.base().name()),
            row("Trained", runs, RunView::depth),
            row(
                "Frozen blocks",
                runs,
                r -> "%d of %d".formatted(r.settings().frozenBlocks(), r.blocks())),
            row("Weights at the beginning", runs, SettingRow::beginning),
            row("Rate of the head", runs, r -> Say.rate(r.settings().headLearningRate())),
            row("Rate of open blocks", runs, r -> Say.rate(r.settings().bodyLearningRate())),
            row("Epochs", runs, r -> whole(r.settings().epochs())),
            row("Ends", runs, r -> r.settings().learning().end()),
            row("Classes weigh", runs, r -> r.settings().learning().weights()),
            row("Label smoothing", runs, r -> smoothing(r.settings().learning().labelSmoothing())),
            row("Batch size", runs, r -> whole(r.settings().batchSize())),
            row("Reads", runs, SettingRow::reads),
            row("Seed", runs, r -> whole(r.settings().seed())),
            row("Started by", runs, RunView::by))
        .toList();
  }

  private static SettingRow row(String name, List<RunView> runs, Function<RunView, String> value) {
    return new SettingRow(name, runs.stream().map(value).toList());
  }

  private static String beginning(RunView run) {
    RunView.Source source = run.source();
    if (source != null) {
      return "of run "
          + source.run()
          + (source.keepsHead() ? ", its head too" : ", with a new head");
    }
    return run.settings().fromScratch() ? "fresh" : "pre-trained";
  }

  private static String smoothing(double share) {
    return share == 0 ? "none" : Say.share(share);
  }

  private static String reads(RunView run) {
    Integer tokens = run.settings().maxTokens();
    PictureChoice pictures = run.settings().pictures();
    if (pictures != null) {
      return pictures.words();
    }
    return tokens == null ? "" : "%d tokens at most".formatted(tokens);
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%d", value);
  }
}
