package io.headstart.home;

import io.headstart.dataset.DatasetView;
import io.headstart.dataset.ReadDatasets;
import io.headstart.platform.page.Frame;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunFilter;
import io.headstart.run.RunView;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A team's first page: what goes on, what has come out, what there is to learn from. */
@Path("/teams/{team}")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class HomePages {
  private static final int OPEN = 10;
  private static final int FINISHED = 5;
  private static final int DATASETS = 5;

  private final ReadRuns runs;
  private final ReadDatasets datasets;
  private final Frames frames;
  private final CurrentUser user;

  HomePages(ReadRuns runs, ReadDatasets datasets, Frames frames, CurrentUser user) {
    this.runs = runs;
    this.datasets = datasets;
    this.frames = frames;
    this.user = user;
  }

  /** The template, in {@code ui/templates/home}. */
  @CheckedTemplate(basePath = "home", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance home(
        Frame frame,
        List<RunView> open,
        List<RunView> finished,
        List<DatasetView> datasets,
        boolean mayStart);
  }

  /** The page. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance home() {
    return Templates.home(
        frames.of(Frame.Section.HOME),
        runs.part(RunFilter.OPEN, null, OPEN).runs(),
        runs.part(RunFilter.SUCCEEDED, null, FINISHED).runs(),
        datasets.newest(null, DATASETS),
        user.may(Role.MEMBER));
  }
}
