package io.headstart.model.forms;

import io.headstart.platform.problem.Problem;
import io.headstart.protocol.ModelForm;
import io.headstart.run.DownloadRun;
import io.headstart.team.CurrentUser;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Other forms of a run's model as JSON. */
@Path("/api/v1/teams/{team}/runs/{tried}/forms")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Models")
public class FormsApi {
  private final MakeForm make;
  private final ReadForms read;
  private final CurrentUser user;

  FormsApi(MakeForm make, ReadForms read, CurrentUser user) {
    this.make = make;
    this.read = read;
    this.user = user;
  }

  /**
   * A form.
   *
   * @param form safetensors or huggingface
   * @param state NOT_MADE, BEING_MADE, READY or FAILED
   * @param waitsFor what the job that makes it waits for or does; null unless it is being made
   * @param why it couldn't be made, and the way out; null unless it has failed
   * @param size bytes; null until it is READY
   * @param sha256 hash; null until it is READY
   */
  @Schema(name = "ModelForm")
  public record FormJson(
      String form,
      FormView.State state,
      @Nullable String waitsFor,
      @Nullable String why,
      @Nullable Long size,
      @Nullable String sha256) {
    static FormJson of(FormView view) {
      return new FormJson(
          view.form().word(),
          view.state(),
          view.isBeingMade() ? view.waits() : null,
          view.why().isEmpty() ? null : view.why(),
          view.size(),
          view.sha256());
    }
  }

  /** All of a run. */
  @GET
  @Operation(
      operationId = "listModelForms",
      summary = "Lists the forms that a run's model can have beside its archive")
  public List<FormJson> list(@PathParam("tried") long run) {
    return read.of(run).stream().map(FormJson::of).toList();
  }

  /** Has one made. */
  @POST
  @Path("{form}")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "makeModelForm",
      summary = "Has a form made by a worker; nothing changes if it is there or being made")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = FormJson.class)))
  public Response make(@PathParam("tried") long run, @PathParam("form") String form) {
    ModelForm wanted = named(form);
    make.make(run, wanted, user.id());
    FormView made =
        read.of(run).stream()
            .filter(view -> view.form() == wanted)
            .findFirst()
            .orElseThrow(Problem::notFound);
    return Response.accepted(FormJson.of(made)).build();
  }

  /** Where one is. */
  @GET
  @Path("{form}")
  @Operation(
      operationId = "downloadModelForm",
      summary = "Answers where to download a form, without further credentials")
  public DownloadRun.Archive download(
      @PathParam("tried") long run, @PathParam("form") String form, @Context UriInfo request) {
    return read.download(run, named(form), user.slug(), request.getBaseUri());
  }

  private static ModelForm named(String word) {
    return ModelForm.of(word).orElseThrow(Problem::notFound);
  }
}
