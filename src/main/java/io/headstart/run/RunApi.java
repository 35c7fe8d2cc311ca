package io.headstart.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.run.deletion.DeleteRun;
import io.headstart.team.CurrentUser;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs as JSON: start, watch, end, download. */
@Path("/api/v1/teams/{team}/runs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Runs")
public class RunApi {
  private static final int MOST = 100;

  private final SubmitRun submit;
  private final ReadRuns read;
  private final EndRun end;
  private final DownloadRun download;
  private final DeleteRun delete;
  private final ReadPredictions predictions;
  private final CurrentUser user;

  RunApi(
      SubmitRun submit,
      ReadRuns read,
      EndRun end,
      DownloadRun download,
      DeleteRun delete,
      ReadPredictions predictions,
      CurrentUser user) {
    this.submit = submit;
    this.read = read;
    this.end = end;
    this.download = download;
    this.delete = delete;
    this.predictions = predictions;
    this.user = user;
  }

  /** Starts a run. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "startRun",
      summary = "Starts a run; the same Idempotency-Key starts one run, however often it is sent")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewRun.Body.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = RunJson.class)))
  @APIResponse(
      responseCode = "200",
      description = "This key has started the run before",
      content = @Content(schema = @Schema(implementation = RunJson.class)))
  public Response start(
      ObjectNode body,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @Context UriInfo request) {
    SubmitRun.Submitted submitted = submit.submit(new NewRun(texts(body)), null, user.id(), key);
    long number = submitted.run().number();
    URI at = URI.create(request.getAbsolutePath() + "/" + number);
    return Response.status(submitted.isNew() ? 201 : 200)
        .location(at)
        .entity(RunJson.of(read.one(number), null))
        .build();
  }

  /** Fields as text, so that a form and a JSON object are held against the same rules. */
  private static Map<String, String> texts(ObjectNode body) {
    Map<String, String> fields = new HashMap<>();
    body.properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                fields.put(
                    field.getKey(),
                    field.getValue().isValueNode()
                        ? field.getValue().asText()
                        : field.getValue().toString());
              }
            });
    return fields;
  }

  /**
   * A part of the history.
   *
   * @param runs the newest first
   * @param next value of {@code cursor} for the part after it; null at the end
   */
  @Schema(name = "RunPart")
  public record Part(List<RunJson> runs, @Nullable String next) {}

  /** The history. */
  @GET
  @Operation(operationId = "listRuns", summary = "Lists runs, the newest first")
  public Part list(
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("25") int limit) {
    RunFilter filter = RunFilter.of(state).orElseThrow(RunApi::unknownState);
    ReadRuns.Part part = read.part(filter, cursor, Math.max(1, Math.min(MOST, limit)));
    return new Part(part.runs().stream().map(run -> RunJson.of(run, null)).toList(), part.next());
  }

  private static Problem unknownState() {
    return new Problem(
        400,
        "state-unknown",
        "There is no such state to filter by",
        List.of(
            new Item(
                "state",
                "It is none of ours.",
                "Give all, open, succeeded, failed or cancelled.")));
  }

  /** One run. */
  @GET
  @Path("{run}")
  @Operation(operationId = "getRun", summary = "Tells where a run is and what it has come to")
  public RunJson get(@PathParam("run") long run) {
    return RunJson.of(read.one(run), read.result(run));
  }

  /** Ends the run after this epoch. */
  @POST
  @Path("{run}/stop")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "stopRun",
      summary = "Ends a running run after its epoch and keeps the best one")
  public RunJson stop(@PathParam("run") long run) {
    end.end(run, EndRun.How.STOP, user.id(), user.may(Role.OWNER));
    return RunJson.of(read.one(run), null);
  }

  /** Ends the run and keeps nothing. */
  @POST
  @Path("{run}/cancel")
  @Needs(Role.MEMBER)
  @Operation(operationId = "cancelRun", summary = "Ends a run and keeps nothing of it")
  public RunJson cancel(@PathParam("run") long run) {
    end.end(run, EndRun.How.CANCEL, user.id(), user.may(Role.OWNER));
    return RunJson.of(read.one(run), null);
  }

  /** Deletes the run. */
  @DELETE
  @Path("{run}")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "deleteRun",
      summary = "Deletes a run that has ended and that nothing needs, with its model")
  @APIResponse(responseCode = "204", description = "Deleted")
  public void delete(@PathParam("run") long run) {
    delete.delete(run, user.id(), user.may(Role.OWNER));
  }

  /** What the run and its baseline said of each example. */
  @GET
  @Path("{run}/predictions")
  @Produces("application/jsonl")
  @Operation(
      operationId = "getPredictions",
      summary = "What the run and its baseline said of each example, as JSON lines")
  public StreamingOutput predictions(
      @PathParam("run") long run, @QueryParam("split") @Nullable String split) {
    return predictions.of(run, split);
  }

  /** Where the archive is. */
  @GET
  @Path("{run}/download")
  @Operation(
      operationId = "downloadRun",
      summary = "Answers where to download the model: a ZIP, without further credentials")
  public DownloadRun.Archive download(@PathParam("run") long run, @Context UriInfo request) {
    return download.of(run, user.slug(), request.getBaseUri());
  }
}
