package io.headstart.comparison;

import io.headstart.dataset.KeptExamples;
import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunView;
import io.headstart.run.evidence.PairedCounts;
import io.headstart.run.paired.ReadPairs;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Two to ten runs beside each other; everything chosen stands in the address. */
@Path("/teams/{team}/compare")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ComparePages {
  /** Examples on one page. */
  private static final int PAGE = 25;

  private final ReadRuns runs;
  private final ReadPairs pairs;
  private final KeptExamples examples;
  private final Frames frames;
  private final CurrentUser user;

  ComparePages(
      ReadRuns runs, ReadPairs pairs, KeptExamples examples, Frames frames, CurrentUser user) {
    this.runs = runs;
    this.pairs = pairs;
    this.examples = examples;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/comparison}. */
  @CheckedTemplate(basePath = "comparison", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance compare(Frame frame, ComparePage page);
  }

  /** The comparison; a form's {@code runs=3&runs=5} leads to the address to be passed on. */
  @GET
  @Operation(hidden = true)
  public Response compare(
      @QueryParam("runs") List<String> values,
      @QueryParam("reference") @Nullable Long reference,
      @QueryParam("all") @DefaultValue("false") boolean all,
      @QueryParam("after") @DefaultValue("0") long after) {
    Chosen chosen = Chosen.parse(values);
    if (values.size() > 1) {
      return Response.seeOther(
              URI.create("/teams/" + user.slug() + "/compare?runs=" + chosen.text()))
          .build();
    }
    return Response.ok(
            Templates.compare(frames.of(Frame.Section.RUNS), page(chosen, reference, all, after)))
        .build();
  }

  /**
   * Curves of all runs for one chart.
   *
   * @param id unique
   * @param series {@code run 3_accuracy}
   * @param step optimiser step
   * @param epoch from 1
   * @param value what was measured
   */
  public record CurvePoint(String id, String series, long step, int epoch, double value) {}

  /** Points of the runs' validation, in the form of a run's own points. */
  @GET
  @Path("points")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Map<String, List<CurvePoint>> points(@QueryParam("runs") List<String> values) {
    List<CurvePoint> points = new ArrayList<>();
    for (long run : Chosen.parse(values).numbers()) {
      for (String measure : List.of("accuracy", "loss")) {
        String series = "run " + run + "_" + measure;
        for (ReadPairs.Point point : pairs.curve(run, "validation_" + measure)) {
          points.add(
              new CurvePoint(
                  series + ":" + point.step(), series, point.step(), point.epoch(), point.value()));
        }
      }
    }
    return Map.of("points", points);
  }

  private ComparePage page(Chosen chosen, @Nullable Long number, boolean all, long after) {
    List<RunView> views = runs.all(chosen.numbers());
    RunView reference = number == null ? first(views) : numbered(views, number);
    List<@Nullable PairedCounts> counts = new ArrayList<>();
    for (RunView run : views) {
      if (run.number() != reference.number()) {
        counts.add(
            Comparison.obstacle(run, reference) == null
                ? pairs.counts(run.number(), reference.number())
                : null);
      }
    }
    Comparison comparison = Comparison.of(reference, views, counts);
    List<Long> paired = new ArrayList<>(List.of(reference.number()));
    comparison.tested().forEach(entry -> paired.add(entry.run().number()));
    List<ReadPairs.Disagreement> found =
        paired.size() < 2 ? List.of() : pairs.disagreements(paired, after, PAGE + 1);
    boolean more = found.size() > PAGE;
    List<ReadPairs.Disagreement> shown = more ? found.subList(0, PAGE) : found;
    return new ComparePage(
        views,
        comparison,
        SettingRow.of(views),
        all,
        told(shown, reference, paired),
        more ? shown.get(PAGE - 1).id() : null);
  }

  /** The first that has a result. */
  private static RunView first(List<RunView> runs) {
    return runs.stream().filter(run -> run.outcome() != null).findFirst().orElse(runs.get(0));
  }

  private static RunView numbered(List<RunView> runs, long number) {
    return runs.stream()
        .filter(run -> run.number() == number)
        .findFirst()
        .orElseThrow(Problem::notFound);
  }

  private List<ComparePage.Disagreement> told(
      List<ReadPairs.Disagreement> found, RunView reference, List<Long> paired) {
    List<String> labels = reference.version().labels();
    Map<Long, String> texts =
        examples.of(reference.version(), found.stream().map(ReadPairs.Disagreement::id).toList());
    return found.stream()
        .map(
            one ->
                new ComparePage.Disagreement(
                    one.id(),
                    texts.get(one.id()),
                    labels.get(one.label()),
                    IntStream.range(0, paired.size())
                        .mapToObj(i -> answer(paired.get(i), one.answers().get(i), one, labels))
                        .toList()))
        .toList();
  }

  private static ComparePage.Answer answer(
      long run, int answered, ReadPairs.Disagreement one, List<String> labels) {
    return new ComparePage.Answer(
        run, answered < 0 ? "" : labels.get(answered), answered == one.label());
  }
}
