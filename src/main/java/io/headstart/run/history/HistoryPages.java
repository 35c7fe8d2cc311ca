package io.headstart.run.history;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.run.EndRun;
import io.headstart.run.RunFilter;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The table of runs, and what is done with several of them at once. */
@Path("/teams/{team}/runs")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class HistoryPages {
  /** Runs on one page of the table. */
  private static final int PAGE = 25;

  private final ReadHistory read;
  private final ChangeRuns change;
  private final SavedViews views;
  private final EndRun end;
  private final Export export;
  private final Frames frames;
  private final CurrentUser user;

  HistoryPages(
      ReadHistory read,
      ChangeRuns change,
      SavedViews views,
      EndRun end,
      Export export,
      Frames frames,
      CurrentUser user) {
    this.read = read;
    this.change = change;
    this.views = views;
    this.end = end;
    this.export = export;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/run}. */
  @CheckedTemplate(basePath = "run", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance runs(
        Frame frame, HistoryPage page, boolean mayStart, List<Item> problems);

    static native TemplateInstance row(String base, HistoryQuery query, ReadHistory.Row row);
  }

  /** The table. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance runs(@Context UriInfo uri, @QueryParam("after") @Nullable String after) {
    return page(HistoryQuery.of(uri.getQueryParameters()), after, List.of());
  }

  private TemplateInstance page(HistoryQuery query, @Nullable String after, List<Item> problems) {
    ReadHistory.Part part = read.part(query, Mark.parse(after), PAGE);
    HistoryPage page =
        new HistoryPage(
            query,
            part.rows(),
            part.next(),
            List.of(RunFilter.values()),
            read.bases(),
            read.data(),
            read.people(),
            read.tags(),
            views.of(user.id()));
    return Templates.runs(frames.of(Frame.Section.RUNS), page, user.may(Role.MEMBER), problems);
  }

  /** One row, as it stands now: those of runs that go on are fetched again. */
  @GET
  @Path("{run}/row")
  @Operation(hidden = true)
  public TemplateInstance row(@PathParam("run") long run, @Context UriInfo uri) {
    return Templates.row(
        "/teams/" + user.slug() + "/runs",
        HistoryQuery.of(uri.getQueryParameters()),
        read.one(run));
  }

  /** Keeps what the table shows under a name, for oneself. */
  @POST
  @Path("views")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.VIEWER)
  @Operation(hidden = true)
  public Response save(
      @FormParam("viewName") @DefaultValue("") String name,
      @FormParam("back") @DefaultValue("") String back) {
    return done(back, () -> views.save(user.id(), name, was(back)));
  }

  /** Deletes one of one's own views. */
  @POST
  @Path("views/{view}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.VIEWER)
  @Operation(hidden = true)
  public Response delete(
      @PathParam("view") UUID view, @FormParam("back") @DefaultValue("") String back) {
    return done(back, () -> views.delete(user.id(), view));
  }

  /** The table as comma-separated values. */
  @GET
  @Path("runs.csv")
  @Produces("text/csv; charset=utf-8")
  @Operation(hidden = true)
  public Response csv(@Context UriInfo uri) {
    return Response.ok(export.csv(HistoryQuery.of(uri.getQueryParameters())))
        .header("Content-Disposition", "attachment; filename=\"runs.csv\"")
        .build();
  }

  /** The table as JSON lines. */
  @GET
  @Path("runs.jsonl")
  @Produces("application/jsonl")
  @Operation(hidden = true)
  public Response jsonl(@Context UriInfo uri) {
    return Response.ok(export.jsonl(HistoryQuery.of(uri.getQueryParameters())))
        .header("Content-Disposition", "attachment; filename=\"runs.jsonl\"")
        .build();
  }

  /** Adds a tag to the runs ticked. */
  @POST
  @Path("ticked/tag")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response tag(
      @FormParam("runs") List<Long> runs,
      @FormParam("tag") @DefaultValue("") String tag,
      @FormParam("back") @DefaultValue("") String back) {
    return done(back, () -> change.tag(ticked(runs), tag, user.id()));
  }

  /** Puts the runs ticked away. */
  @POST
  @Path("ticked/archive")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response archive(
      @FormParam("runs") List<Long> runs, @FormParam("back") @DefaultValue("") String back) {
    return done(back, () -> change.archive(ticked(runs), true));
  }

  /** Takes the runs ticked back from the archive. */
  @POST
  @Path("ticked/restore")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response restore(
      @FormParam("runs") List<Long> runs, @FormParam("back") @DefaultValue("") String back) {
    return done(back, () -> change.archive(ticked(runs), false));
  }

  /** Stops the runs ticked, each for itself: what one refuses doesn't keep the others going. */
  @POST
  @Path("ticked/stop")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response stop(
      @FormParam("runs") List<Long> runs, @FormParam("back") @DefaultValue("") String back) {
    return done(
        back,
        () -> {
          List<Item> refused = new ArrayList<>();
          int status = 409;
          for (long run : ticked(runs)) {
            try {
              end.end(run, EndRun.How.STOP, user.id(), user.may(Role.OWNER));
            } catch (Problem problem) {
              status = problem.status();
              refused.add(
                  new Item(
                      null,
                      "Run " + run + " was not stopped. " + problem.title() + ".",
                      problem.items().isEmpty() ? "" : problem.items().get(0).fix()));
            }
          }
          if (!refused.isEmpty()) {
            throw new Problem(status, "not-stopped", "Not all of them were stopped", refused);
          }
        });
  }

  /** Sets the note and the tags of a run. */
  @POST
  @Path("{run}/note")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response note(
      @PathParam("run") long run,
      @FormParam("note") @DefaultValue("") String note,
      @FormParam("tags") @DefaultValue("") String tags) {
    change.describe(run, note, tags, user.id());
    return Response.seeOther(URI.create("/teams/" + user.slug() + "/runs/" + run)).build();
  }

  private static List<Long> ticked(List<Long> runs) {
    if (runs.isEmpty()) {
      throw new Problem(
          422,
          "nothing-ticked",
          "No run is ticked",
          List.of(new Item("runs", "No run is ticked.", "Tick those that you mean.")));
    }
    return runs.stream().distinct().toList();
  }

  /** Does it and goes back to the same place of the table; what was refused stands above it. */
  private Response done(String back, Runnable act) {
    HistoryQuery query = was(back);
    try {
      act.run();
    } catch (Problem problem) {
      if (problem.status() == 404) {
        throw problem;
      }
      return Response.status(problem.status()).entity(page(query, null, problem.items())).build();
    }
    String again = query.query();
    return Response.seeOther(
            URI.create("/teams/" + user.slug() + "/runs" + (again.isEmpty() ? "" : "?" + again)))
        .build();
  }

  /** What the table showed, by its query. */
  private static HistoryQuery was(String back) {
    MultivaluedHashMap<String, String> was = new MultivaluedHashMap<>();
    for (String part : back.split("&", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2) {
        was.add(pair[0], decoded(pair[1]));
      }
    }
    return HistoryQuery.of(was);
  }

  private static String decoded(String text) {
    try {
      return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // not ours: the filter is left out
    }
  }
}
