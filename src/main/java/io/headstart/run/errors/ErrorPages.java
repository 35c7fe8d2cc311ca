package io.headstart.run.errors;

import io.headstart.dataset.KeptExamples;
import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.Split;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunView;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page of a run's errors: numbers first, then the examples behind the chosen ones. */
@Path("/teams/{team}/runs/{run}/errors")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ErrorPages {
  /** Examples on one page. */
  private static final int PAGE = 25;

  private final ReadRuns runs;
  private final ReadErrors read;
  private final KeptExamples examples;
  private final Frames frames;

  ErrorPages(ReadRuns runs, ReadErrors read, KeptExamples examples, Frames frames) {
    this.runs = runs;
    this.read = read;
    this.examples = examples;
    this.frames = frames;
  }

  /** The templates, in {@code ui/templates/run}. */
  @CheckedTemplate(basePath = "run", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance errors(Frame frame, ErrorPage page);
  }

  /** Where the run errs. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance errors(
      @PathParam("run") long number,
      @QueryParam("split") @Nullable String splitName,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("label") @Nullable Integer label,
      @QueryParam("predicted") @Nullable Integer predicted,
      @QueryParam("after") @Nullable String after) {
    RunView run = runs.one(number);
    if (run.outcome() == null) {
      throw new Problem(409, "no-result", "Run " + number + " has no predictions");
    }
    List<String> labels = run.version().labels();
    check(label, labels);
    check(predicted, labels);
    Split split = "validation".equals(splitName) ? Split.VALIDATION : Split.TEST;
    Confusion confusion = read.confusion(number, split, labels);
    List<ReadErrors.Answer> answers =
        read.answers(number, split, label, predicted, Place.parse(after), PAGE + 1);
    boolean more = answers.size() > PAGE;
    List<ReadErrors.Answer> shown = more ? answers.subList(0, PAGE) : answers;
    Map<Long, String> texts =
        examples.of(run.version(), shown.stream().map(ReadErrors.Answer::id).toList());
    ReadErrors.Answer last = more ? shown.get(PAGE - 1) : null;
    return Templates.errors(
        frames.of(Frame.Section.RUNS),
        new ErrorPage(
            run,
            split,
            Sorting.of(sort),
            label,
            predicted,
            confusion,
            read.calibration(number, split),
            shown.stream().map(a -> ErrorPage.Example.of(a, labels, texts.get(a.id()))).toList(),
            last == null ? null : new Place(last.certainty(), last.id()).text()));
  }

  private static void check(@Nullable Integer index, List<String> labels) {
    if (index != null && (index < 0 || index >= labels.size())) {
      throw Problem.notFound();
    }
  }
}
