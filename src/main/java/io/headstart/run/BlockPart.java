package io.headstart.run;

import io.headstart.catalog.Manifest;
import io.headstart.platform.page.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the stack from which people choose what stays frozen; the template {@code blocks}
 * describes the fields.
 *
 * @param name for people
 * @param note what is in it
 * @param parameters how many; 0 for the input
 * @param largest parameters of the largest part, to draw to scale
 * @param cut blocks frozen when the line lies above this part; null for the head
 * @param up what is trained then
 * @param down what is frozen then
 * @param data texts that follow the choice
 * @param rate rate of the part when it's trained
 */
public record BlockPart(
    String name,
    String note,
    long parameters,
    long largest,
    @Nullable Integer cut,
    String up,
    String down,
    Map<String, String> data,
    String rate) {

  /**
   * The stack of a base model, output first.
   *
   * @param classes number of labels, 0 when no data set is chosen
   * @param headRate rate of the head as the form shows it
   * @param bodyRate rate of the open blocks as the form shows it
   */
  static List<BlockPart> stack(Manifest base, int classes, String headRate, String bodyRate) {
    int blocks = base.blocks().size();
    long head = (base.width() + 1L) * classes;
    long largest = base.blocks().stream().mapToLong(Manifest.Block::parameters).max().orElse(1);
    List<BlockPart> parts = new ArrayList<>();
    parts.add(
        new BlockPart(
            "Head",
            classes == 0
                ? "new"
                : "new, %s to %s".formatted(Say.count(base.width()), Say.counted(classes, "class")),
            Math.max(1, head),
            largest,
            null,
            "",
            "",
            Map.of(),
            headRate));
    for (int cut = blocks; cut >= 0; cut--) {
      String name = cut == 0 ? "Input" : base.blocks().get(cut - 1).name();
      String note = cut == 0 ? "nothing frozen" : base.blocks().get(cut - 1).detail();
      long parameters = cut == 0 ? 0 : base.blocks().get(cut - 1).parameters();
      long frozen = base.parametersOfFirst(cut);
      long trained = base.parameters() - frozen + head;
      parts.add(
          new BlockPart(
              name,
              note,
              parameters,
              largest,
              cut,
              "trains " + Say.count(trained) + " parameters",
              cut == 0
                  ? "nothing frozen, every epoch runs the whole network"
                  : Say.count(frozen) + " frozen, computed once and kept",
              data(
                  base,
                  cut,
                  trained,
                  base.parameters() + head,
                  SuggestedRates.of(cut, blocks, base.modality())),
              bodyRate));
    }
    return parts;
  }

  /** Texts of a run from scratch, which has no choice of depth. */
  static Map<String, String> fresh(Manifest base, int classes) {
    long all = base.parameters() + (base.width() + 1L) * classes;
    return data(base, 0, all, all, SuggestedRates.fromScratch(base.modality()));
  }

  private static Map<String, String> data(
      Manifest base, int cut, long trained, long all, SuggestedRates rates) {
    int blocks = base.blocks().size();
    return Map.ofEntries(
        Map.entry("trains", Say.count(trained)),
        Map.entry("share", Say.share((double) trained / all)),
        Map.entry("frozen", cut + " of " + blocks),
        Map.entry("head", Say.rate(rates.head())),
        Map.entry("headlow", Say.rate(rates.headLow())),
        Map.entry("headhigh", Say.rate(rates.headHigh())),
        Map.entry("body", Say.rate(rates.body())),
        Map.entry("low", Say.rate(rates.low())),
        Map.entry("high", Say.rate(rates.high())),
        Map.entry("open", cut == blocks ? "none, all blocks are frozen" : Say.rate(rates.body())),
        Map.entry("why", rates.reason()));
  }
}
