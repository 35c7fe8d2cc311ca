package io.headstart.run;

import io.headstart.job.live.LiveJobs;
import io.headstart.job.live.LivePoint;
import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.protocol.Split;
import io.headstart.run.deletion.DeleteRun;
import io.headstart.run.errors.Confusion;
import io.headstart.run.errors.ReadErrors;
import io.headstart.run.history.ReadHistory;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.quarkus.arc.All;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Pages of one run, and what happens in it. */
@Path("/teams/{team}/runs")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class RunPages {
  private final ReadRuns read;
  private final ReadRunPage readPage;
  private final ReadErrors errors;
  private final ReadHistory history;
  private final EndRun end;
  private final TrainFromScratch scratch;
  private final DownloadRun download;
  private final DeleteRun delete;
  private final List<RunPanel> panels;
  private final LiveJobs live;
  private final Frames frames;
  private final CurrentUser user;

  RunPages(
      ReadRuns read,
      ReadRunPage readPage,
      ReadErrors errors,
      ReadHistory history,
      EndRun end,
      TrainFromScratch scratch,
      DownloadRun download,
      DeleteRun delete,
      @All List<RunPanel> panels,
      LiveJobs live,
      Frames frames,
      CurrentUser user) {
    this.read = read;
    this.readPage = readPage;
    this.errors = errors;
    this.history = history;
    this.end = end;
    this.scratch = scratch;
    this.download = download;
    this.delete = delete;
    this.panels = panels;
    this.live = live;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/run}. */
  @CheckedTemplate(basePath = "run", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance run(
        Frame frame,
        RunPage page,
        @Nullable Confusion confusion,
        ReadHistory.Row row,
        boolean mayStart,
        boolean mayEnd,
        List<String> panels,
        String key,
        List<Item> problems);
  }

  /** One run. */
  @GET
  @Path("{run}")
  @Operation(hidden = true)
  public TemplateInstance run(@PathParam("run") long run) {
    return page(run, List.of());
  }

  /** What happens in a run, from the entry after the last one seen. */
  @GET
  @Path("{run}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> events(
      @PathParam("run") long run,
      @QueryParam("after") @DefaultValue("0") long after,
      @HeaderParam("Last-Event-ID") @DefaultValue("0") long last,
      @Context Sse sse) {
    return live.events(read.one(run).ref(), Math.max(after, last), sse);
  }

  /** Points of a run's series for its curves, thinned so that spikes stay. */
  @GET
  @Path("{run}/points")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Map<String, List<LivePoint>> points(@PathParam("run") long run) {
    return Map.of("points", readPage.points(run));
  }

  /** Ends the run after this epoch and keeps the best one. */
  @POST
  @Path("{run}/stop")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response stop(@PathParam("run") long run) {
    return end(run, EndRun.How.STOP);
  }

  /** Ends the run and keeps nothing. */
  @POST
  @Path("{run}/cancel")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response cancel(@PathParam("run") long run) {
    return end(run, EndRun.How.CANCEL);
  }

  private Response end(long run, EndRun.How how) {
    try {
      end.end(run, how, user.id(), user.may(Role.OWNER));
    } catch (Problem problem) {
      return refused(run, problem);
    }
    return Response.seeOther(URI.create("/teams/" + user.slug() + "/runs/" + run)).build();
  }

  /** Deletes the run and goes to the others. */
  @POST
  @Path("{run}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response delete(@PathParam("run") long run) {
    try {
      delete.delete(run, user.id(), user.may(Role.OWNER));
    } catch (Problem problem) {
      return refused(run, problem);
    }
    return Response.seeOther(URI.create("/teams/" + user.slug() + "/runs")).build();
  }

  /** Starts the same from fresh weights, as the baseline of this run. */
  @POST
  @Path("{run}/from-scratch")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response fromScratch(@PathParam("run") long run, @FormParam("key") @Nullable String key) {
    try {
      String once = key == null || key.isBlank() ? null : key;
      long number = scratch.like(run, user.id(), once).number();
      return Response.seeOther(URI.create("/teams/" + user.slug() + "/runs/" + number)).build();
    } catch (Problem problem) {
      return refused(run, problem);
    }
  }

  private Response refused(long run, Problem problem) {
    if (problem.status() == 404) {
      throw problem;
    }
    List<Item> items =
        problem.items().isEmpty()
            ? List.of(new Item(null, problem.title() + ".", ""))
            : problem.items();
    return Response.status(problem.status()).entity(page(run, items)).build();
  }

  /** Sends the browser to the archive in the store. */
  @GET
  @Path("{run}/download")
  @Operation(hidden = true)
  public Response download(@PathParam("run") long run, @Context UriInfo request) {
    return Response.seeOther(download.of(run, user.slug(), request.getBaseUri()).url()).build();
  }

  private TemplateInstance page(long number, List<Item> problems) {
    RunPage page = readPage.of(number);
    boolean mine = user.id().equals(page.run().byId());
    return Templates.run(
        frames.of(Frame.Section.RUNS),
        page,
        page.run().outcome() == null
            ? null
            : errors.confusion(number, Split.TEST, page.run().version().labels()),
        history.one(number),
        user.may(Role.MEMBER),
        user.may(Role.OWNER) || (mine && user.may(Role.MEMBER)),
        panels.stream().map(panel -> panel.html(page.run())).toList(),
        UUID.randomUUID().toString(),
        problems);
  }
}
