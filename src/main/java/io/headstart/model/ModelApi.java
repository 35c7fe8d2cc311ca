package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.run.DownloadRun;
import io.headstart.team.CurrentUser;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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

/** Models as JSON: register, read, move, download. */
@Path("/api/v1/teams/{team}/models")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Models")
public class ModelApi {
  private final RegisterVersion register;
  private final ChangeStage stages;
  private final DeleteVersion delete;
  private final NoteVersion notes;
  private final ReadModels read;
  private final ReadCard cards;
  private final DownloadRun download;
  private final CurrentUser user;

  ModelApi(
      RegisterVersion register,
      ChangeStage stages,
      DeleteVersion delete,
      NoteVersion notes,
      ReadModels read,
      ReadCard cards,
      DownloadRun download,
      CurrentUser user) {
    this.register = register;
    this.stages = stages;
    this.delete = delete;
    this.notes = notes;
    this.read = read;
    this.cards = cards;
    this.download = download;
    this.user = user;
  }

  /** The team's models. */
  @GET
  @Operation(operationId = "listModels", summary = "Lists the team's models, by name")
  public List<ModelJson> list() {
    return read.all().stream().map(ModelJson::of).toList();
  }

  /** Registers a run. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "registerModel",
      summary = "Makes a run that has succeeded the next version of a model, or of a new one")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ModelJson.Version.class)))
  public Response register(@Nullable NewVersion wanted, @Context UriInfo request) {
    NewVersion given = wanted == null ? new NewVersion(null, null, null, null) : wanted;
    RegisterVersion.Made made = register.register(given, user.id());
    URI at =
        URI.create(request.getAbsolutePath() + "/" + made.model() + "/versions/" + made.version());
    return Response.created(at).entity(described(made.model(), made.version(), request)).build();
  }

  /** One model. */
  @GET
  @Path("{name}")
  @Operation(operationId = "getModel", summary = "Describes a model and its versions")
  public ModelJson get(@PathParam("name") String name) {
    return ModelJson.of(read.one(name));
  }

  /** One version. */
  @GET
  @Path("{name}/versions/{number}")
  @Operation(
      operationId = "getModelVersion",
      summary = "Describes a version: what it is, where it comes from, what to mind")
  public ModelJson.Version version(
      @PathParam("name") String name, @PathParam("number") long number, @Context UriInfo request) {
    return described(name, number, request);
  }

  /**
   * What to change.
   *
   * @param stage candidate, production or archived; null: it stays
   * @param note null: it stays
   */
  @Schema(name = "ModelVersionChange")
  public record Wanted(@Nullable String stage, @Nullable String note) {}

  /** Changes stage or note. */
  @PUT
  @Path("{name}/versions/{number}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "changeModelVersion",
      summary =
          "Moves a version to another stage, or notes something on it; promoting one archives"
              + " the version that was in production")
  public ModelJson.Version change(
      @PathParam("name") String name,
      @PathParam("number") long number,
      @Nullable Wanted wanted,
      @Context UriInfo request) {
    read.version(name, number); // 404 before all else
    if (wanted == null || (wanted.stage == null && wanted.note == null)) {
      throw new Problem(
          422,
          "nothing-to-change",
          "There is nothing to change",
          List.of(
              new Problem.Item("stage", "Neither stage nor note is given.", "Give one of them.")));
    }
    boolean owner = user.may(Role.OWNER);
    if (wanted.stage != null) {
      stages.change(name, number, wanted.stage, user.id(), owner);
    }
    if (wanted.note != null) {
      notes.note(name, number, wanted.note, user.id(), owner);
    }
    return described(name, number, request);
  }

  /** Deletes a registration. */
  @DELETE
  @Path("{name}/versions/{number}")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "deleteModelVersion",
      summary = "Takes a version out of the registry; its run stays, its number isn't given again")
  @APIResponse(responseCode = "204", description = "Deleted")
  public void delete(@PathParam("name") String name, @PathParam("number") long number) {
    delete.delete(name, number, user.id(), user.may(Role.OWNER));
  }

  /** Where its archive is. */
  @GET
  @Path("{name}/versions/{number}/download")
  @Operation(
      operationId = "downloadModelVersion",
      summary = "Answers where to download a version: a ZIP, without further credentials")
  public DownloadRun.Archive download(
      @PathParam("name") String name, @PathParam("number") long number, @Context UriInfo request) {
    Registered version = read.version(name, number);
    return download.named(version.run().number(), version.fileName(), request.getBaseUri());
  }

  private ModelJson.Version described(String name, long number, UriInfo request) {
    ModelCardPage card = cards.of(name, number, request.getBaseUri().toString(), user.slug());
    return ModelJson.Version.of(card.version(), card);
  }
}
