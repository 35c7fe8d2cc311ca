package io.headstart.run;

import io.headstart.catalog.Manifest;
import io.headstart.dataset.VersionView;
import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new run as the page shows it: values kept, faults beside their fields.
 *
 * @param versions data set versions to choose from, the newest first
 * @param models base models to choose from
 * @param version the chosen version, or null when there is none
 * @param base the chosen base model, or null while none is ready
 * @param parts the stack of blocks, output first
 * @param values texts of the fields by name
 * @param rates what is suggested for the chosen depth
 * @param problems what is wrong, nothing on the first look
 * @param key makes that pressing twice starts one run
 * @param again number of the run that this one repeats, or null
 * @param before the settings of that run, by name; empty without one
 * @param sources finished runs that this one may begin with
 */
public record NewRunForm(
    List<VersionView> versions,
    List<Choice> models,
    @Nullable VersionView version,
    @Nullable Manifest base,
    List<BlockPart> parts,
    Map<String, String> values,
    SuggestedRates rates,
    List<Item> problems,
    String key,
    @Nullable Long again,
    Map<String, String> before,
    List<SourceRuns.Offered> sources) {

  /**
   * A base model that is offered.
   *
   * @param model what is known of it
   * @param misfit why it can't be taken, or empty
   */
  public record Choice(Manifest model, String misfit) {}

  /** The fields as they would be sent, the chosen data and base model among them. */
  Map<String, String> asked() {
    Map<String, String> sent = new HashMap<>(values);
    if (version != null) {
      sent.put(NewRun.DATASET, Long.toString(version.dataset()));
      sent.put(NewRun.VERSION, Long.toString(version.version()));
    }
    if (base != null) {
      sent.put(NewRun.BASE_MODEL, base.id());
    }
    return sent;
  }

  /** The text of a field. */
  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  /** The value that the repeated run had; empty when none is repeated. */
  public String was(String field) {
    return before.getOrDefault(field, again == null ? "" : "none");
  }

  /** Values of {@link Priority}, in order. */
  public List<Priority> priorities() {
    return List.of(Priority.values());
  }

  /** What is wrong with a field and the way out; empty when it's right. */
  public String error(String field) {
    return problems.stream()
        .filter(item -> field.equals(item.field()))
        .map(item -> item.why() + " " + item.fix())
        .findFirst()
        .orElse("");
  }

  /** Whether training begins with fresh weights. */
  public boolean isFromScratch() {
    return new NewRun(values).isFromScratch();
  }

  /** Query of the form's address for the other weights to begin with. */
  public String otherWeights() {
    return "?data="
        + data()
        + (base == null ? "" : "&baseModel=" + base.id())
        + (again == null ? "" : "&again=" + again)
        + "&fromScratch="
        + !isFromScratch();
  }

  /** The chosen version as the form names it: {@code 3.1}. */
  public String data() {
    return version == null ? "" : version.dataset() + "." + version.version();
  }

  /** Blocks that stay frozen by the form; the default when the field is no number. */
  public int frozen() {
    int blocks = base == null ? 0 : base.blocks().size();
    try {
      int frozen = Integer.parseInt(value(NewRun.FROZEN_BLOCKS));
      return frozen >= 0 && frozen <= blocks ? frozen : Math.max(0, blocks - 1);
    } catch (NumberFormatException e) {
      return Math.max(0, blocks - 1);
    }
  }

  /** The texts that follow the chosen depth, as the page first shows them. */
  public Map<String, String> depth() {
    if (isFromScratch() && base != null) {
      return BlockPart.fresh(base, version == null ? 0 : version.labels().size());
    }
    int frozen = frozen();
    return parts.stream()
        .filter(part -> part.cut() != null && part.cut() == frozen)
        .map(BlockPart::data)
        .findFirst()
        .orElse(Map.of());
  }

  /** A rate of the suggested band as text; empty when there is none. */
  public String band(double rate) {
    return rate == 0 ? "" : Say.rate(rate);
  }

  /** A word of warning about the chosen data, or empty. */
  public String warning() {
    if (version == null) {
      return "";
    }
    long test = version.counts().test();
    if (test >= 100) {
      return "";
    }
    long points = Math.round(196 / Math.sqrt((double) Math.max(1, test)));
    String there =
        test == 1 ? "There is 1 test example: " : "There are " + test + " test examples: ";
    return there
        + (points > 40
            ? "too few to tell a gain from chance."
            : "a difference of less than about "
                + points
                + " points will not be told from chance.");
  }
}
