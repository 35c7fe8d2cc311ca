package io.headstart.dataset;

import io.headstart.job.live.LiveJobs;
import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.PresignedPut;
import io.headstart.storage.PresignedUrls;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Pages of data sets: list, upload, report. */
@Path("/teams/{team}/datasets")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class DatasetPages {
  private static final String CURL =
      """
      FILE=mails.csv
      curl -sS -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
        -d "{\\"fileName\\":\\"$FILE\\",\\"size\\":$(wc -c < "$FILE")}" \\
        %s/api/v1/teams/%s/datasets""";

  private final CreateDataset create;
  private final CompleteUpload complete;
  private final StartCheck start;
  private final AcceptCheck accept;
  private final DeleteDataset delete;
  private final ReadDatasets read;
  private final PresignedUrls urls;
  private final DatasetConfig config;
  private final LiveJobs live;
  private final Frames frames;
  private final CurrentUser user;

  DatasetPages(
      CreateDataset create,
      CompleteUpload complete,
      StartCheck start,
      AcceptCheck accept,
      DeleteDataset delete,
      ReadDatasets read,
      PresignedUrls urls,
      DatasetConfig config,
      LiveJobs live,
      Frames frames,
      CurrentUser user) {
    this.create = create;
    this.complete = complete;
    this.start = start;
    this.accept = accept;
    this.delete = delete;
    this.read = read;
    this.urls = urls;
    this.config = config;
    this.live = live;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/dataset}. */
  @CheckedTemplate(basePath = "dataset", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance datasets(
        Frame frame, List<DatasetView> datasets, String older, boolean mayUpload);

    static native TemplateInstance newDataset(
        Frame frame, long largest, String curl, List<Sample> samples);

    static native TemplateInstance dataset(
        Frame frame,
        DatasetView dataset,
        ReportPage page,
        boolean mayAct,
        boolean mayDelete,
        List<Item> problems);
  }

  /** The team's data sets. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance datasets(@QueryParam("before") @Nullable Long before) {
    List<DatasetView> found = read.newest(before, ReadDatasets.PAGE);
    String older =
        found.size() < ReadDatasets.PAGE ? "" : "?before=" + found.get(found.size() - 1).number();
    return Templates.datasets(
        frames.of(Frame.Section.DATASETS), found, older, user.may(Role.MEMBER));
  }

  /** The page that uploads. */
  @GET
  @Path("new")
  @Operation(hidden = true)
  @Needs(Role.MEMBER)
  public TemplateInstance newDataset(@Context UriInfo request) {
    URI base = request.getBaseUri();
    return Templates.newDataset(
        frames.of(Frame.Section.DATASETS),
        config.largestUpload().asLongValue(),
        CURL.formatted(base.getScheme() + "://" + base.getRawAuthority(), user.slug()),
        List.of(Sample.values()));
  }

  /** What the upload element sends: the file's name and size. */
  public record Chosen(@Nullable String name, @Nullable Long size) {}

  /** Declares a data set for the upload element. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Map<String, Object> create(Chosen file, @Context UriInfo request) {
    Dataset made = create.create(new NewDataset(null, file.name, file.size, null), user.id());
    PresignedPut put = urls.browserPut(request.getBaseUri(), new ObjectKey(made.objectKey));
    return Map.of(
        "upload", made.number(),
        "url", put.url(),
        "headers", put.headers(),
        "complete", address(made.number()) + "/complete");
  }

  /** Completes an upload for the upload element; answers where to go. */
  @POST
  @Path("{dataset}/complete")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Map<String, String> complete(@PathParam("dataset") long dataset) {
    complete.complete(dataset, user.id());
    return Map.of("location", address(dataset));
  }

  /** A data set with the report of one of its checks. */
  @GET
  @Path("{dataset}")
  @Operation(hidden = true)
  public TemplateInstance dataset(
      @PathParam("dataset") long dataset, @QueryParam("check") @Nullable Long check) {
    return page(dataset, check, List.of());
  }

  /** What happens in the newest check. */
  @GET
  @Path("{dataset}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> events(
      @PathParam("dataset") long dataset,
      @QueryParam("after") @DefaultValue("0") long after,
      @HeaderParam("Last-Event-ID") @DefaultValue("0") long last,
      @Context Sse sse) {
    DatasetView.Check check = read.one(dataset).latest();
    if (check == null) {
      throw Problem.notFound();
    }
    return live.events(check.job().ref(), Math.max(after, last), sse);
  }

  /** Checks again. */
  @POST
  @Path("{dataset}/checks")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response check(
      @PathParam("dataset") long dataset,
      @RestForm @Nullable String textColumn,
      @RestForm @Nullable String labelColumn,
      @RestForm @Nullable String seed) {
    try {
      start.start(dataset, new StartCheck.Choice(textColumn, labelColumn, seed(seed)), user.id());
    } catch (Problem problem) {
      return again(problem, dataset, null);
    }
    return Response.seeOther(URI.create(address(dataset))).build();
  }

  /** Accepts a check. */
  @POST
  @Path("{dataset}/checks/{check}/accept")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response accept(@PathParam("dataset") long dataset, @PathParam("check") long check) {
    try {
      accept.accept(dataset, check, user.id());
    } catch (Problem problem) {
      return again(problem, dataset, check);
    }
    return Response.seeOther(URI.create(address(dataset) + "?check=" + check)).build();
  }

  /** Deletes it; the page asks first. */
  @POST
  @Path("{dataset}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response delete(@PathParam("dataset") long dataset) {
    try {
      delete.delete(dataset, user.id(), user.may(Role.OWNER));
    } catch (Problem problem) {
      return again(problem, dataset, null);
    }
    return Response.seeOther(URI.create("/teams/" + user.slug() + "/datasets")).build();
  }

  /**
   * The same page with what is wrong, or the problem's own page when there is no such data set.
   *
   * @param check whose report it shows; null: the newest
   */
  private Response again(Problem problem, long dataset, @Nullable Long check) {
    if (problem.status() == 404) {
      throw problem;
    }
    List<Item> items =
        problem.items().isEmpty()
            ? List.of(new Item(null, problem.title() + ".", ""))
            : problem.items();
    return Response.status(problem.status()).entity(page(dataset, check, items)).build();
  }

  private TemplateInstance page(long number, @Nullable Long check, List<Item> problems) {
    DatasetView dataset = read.one(number);
    return Templates.dataset(
        frames.of(Frame.Section.DATASETS),
        dataset,
        ReportPage.of(dataset, check),
        user.may(Role.MEMBER),
        user.may(Role.OWNER) || user.id().equals(dataset.maker()),
        problems);
  }

  private static @Nullable Long seed(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new Problem(
          422,
          "check-refused",
          "The check can't be made like this",
          List.of(new Item("seed", "The seed is no whole number.", "Give one such as 1.")));
    }
  }

  private String address(long dataset) {
    return "/teams/" + user.slug() + "/datasets/" + dataset;
  }
}
