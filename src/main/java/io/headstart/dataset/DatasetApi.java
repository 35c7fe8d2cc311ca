package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.PresignedPut;
import io.headstart.storage.PresignedUrls;
import io.headstart.team.CurrentUser;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Data sets as JSON: upload, check, accept. */
@Path("/api/v1/teams/{team}/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Data sets")
public class DatasetApi {
  private static final int MOST = 100;

  private final CreateDataset create;
  private final CompleteUpload complete;
  private final StartCheck start;
  private final AcceptCheck accept;
  private final DeleteDataset delete;
  private final ReadDatasets read;
  private final PresignedUrls urls;
  private final CurrentUser user;

  DatasetApi(
      CreateDataset create,
      CompleteUpload complete,
      StartCheck start,
      AcceptCheck accept,
      DeleteDataset delete,
      ReadDatasets read,
      PresignedUrls urls,
      CurrentUser user) {
    this.create = create;
    this.complete = complete;
    this.start = start;
    this.accept = accept;
    this.delete = delete;
    this.read = read;
    this.urls = urls;
    this.user = user;
  }

  /**
   * Answer to a declaration.
   *
   * @param number of the data set
   * @param upload where to put the file
   */
  public record Declared(long number, PresignedPut upload) {}

  /** Declares a data set. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "createDataset",
      summary = "Declares a data set; answers where to put its file, once, within 15 minutes")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = Declared.class)))
  public Response create(@Nullable NewDataset wanted, @Context UriInfo request) {
    NewDataset given = wanted == null ? new NewDataset(null, null, null, null) : wanted;
    Dataset made = create.create(given, user.id());
    PresignedPut put = urls.browserPut(request.getBaseUri(), new ObjectKey(made.objectKey));
    return Response.created(at(request, Long.toString(made.number())))
        .entity(new Declared(made.number(), put))
        .build();
  }

  /** Completes an upload. */
  @POST
  @Path("{dataset}/complete")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "completeUpload",
      summary = "Says that the file has been put; its first check is queued")
  public DatasetJson complete(@PathParam("dataset") long dataset) {
    complete.complete(dataset, user.id());
    return DatasetJson.of(read.one(dataset));
  }

  /** Queues another check. */
  @POST
  @Path("{dataset}/checks")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "startCheck",
      summary = "Checks the file again, with other columns or another seed")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = DatasetJson.Check.class)))
  public Response check(
      @PathParam("dataset") long dataset,
      StartCheck.@Nullable Choice choice,
      @Context UriInfo request) {
    DatasetCheck check =
        start.start(dataset, choice == null ? StartCheck.Choice.PROPOSED : choice, user.id());
    String number = Long.toString(check.number());
    return Response.created(at(request, number)).entity(one(dataset, check.number())).build();
  }

  /** A check with its report. */
  @GET
  @Path("{dataset}/checks/{check}")
  @Operation(operationId = "getCheck", summary = "Tells where a check is and what it found")
  public DatasetJson.Check getCheck(
      @PathParam("dataset") long dataset, @PathParam("check") long check) {
    return one(dataset, check);
  }

  private DatasetJson.Check one(long dataset, long check) {
    return read.one(dataset).checks().stream()
        .filter(found -> found.number() == check)
        .findFirst()
        .map(DatasetJson.Check::of)
        .orElseThrow(Problem::notFound);
  }

  /** Accepts a check. */
  @POST
  @Path("{dataset}/checks/{check}/accept")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "acceptCheck",
      summary = "Makes a check an immutable version; a repeat answers with the same one")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = DatasetJson.Version.class)))
  public Response accept(
      @PathParam("dataset") long dataset,
      @PathParam("check") long check,
      @Context UriInfo request) {
    long version = accept.accept(dataset, check, user.id()).number();
    return Response.created(at(request, "../../../versions/" + version))
        .entity(DatasetJson.Version.of(read.version(dataset, version)))
        .build();
  }

  /** The team's data sets. */
  @GET
  @Operation(operationId = "listDatasets", summary = "Lists data sets, the newest first")
  public List<DatasetJson> list(
      @QueryParam("before") @Nullable Long before,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    return read.newest(before, Math.max(1, Math.min(MOST, limit))).stream()
        .map(DatasetJson::of)
        .toList();
  }

  /** One data set. */
  @GET
  @Path("{dataset}")
  @Operation(operationId = "getDataset", summary = "Describes a data set, its checks and versions")
  public DatasetJson get(@PathParam("dataset") long dataset) {
    return DatasetJson.of(read.one(dataset));
  }

  /** Deletes a data set. */
  @DELETE
  @Path("{dataset}")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "deleteDataset",
      summary =
          "Deletes a data set that nothing works with; runs that learned from it keep its name")
  @APIResponse(responseCode = "204", description = "Deleted")
  public void delete(@PathParam("dataset") long dataset) {
    delete.delete(dataset, user.id(), user.may(Role.OWNER));
  }

  /** One version. */
  @GET
  @Path("{dataset}/versions/{version}")
  @Operation(operationId = "getVersion", summary = "Describes a version of a data set")
  public DatasetJson.Version getVersion(
      @PathParam("dataset") long dataset, @PathParam("version") long version) {
    return DatasetJson.Version.of(read.version(dataset, version));
  }

  /**
   * Where to read a version's rows.
   *
   * @param url valid for 15 minutes; JSON lines with {@code id}, {@code split} (train, validation
   *     or test), {@code label} and {@code text}
   * @param size bytes
   * @param sha256 hexadecimal hash of the content
   */
  public record RowsAt(URI url, long size, String sha256) {}

  /** The rows of a version, the test split among them. */
  @GET
  @Path("{dataset}/versions/{version}/rows")
  @Operation(
      operationId = "getRows",
      summary = "Answers where to read the rows of a version, each with its split")
  public RowsAt rows(
      @PathParam("dataset") long dataset,
      @PathParam("version") long version,
      @Context UriInfo request) {
    VersionView found = read.version(dataset, version);
    URI url =
        urls.browserGet(
            request.getBaseUri(),
            new ObjectKey(found.rows().key()),
            "dataset-" + dataset + "-v" + version + ".jsonl");
    return new RowsAt(url, found.rows().size(), found.rows().sha256());
  }

  private static URI at(UriInfo request, String below) {
    return URI.create(request.getAbsolutePath() + "/" + below).normalize();
  }
}
