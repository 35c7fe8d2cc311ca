package io.headstart.model.tryout;

import io.headstart.storage.PresignedPut;
import io.headstart.storage.PresignedUrls;
import io.headstart.team.CurrentUser;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
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
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Questions to a run's model as JSON. */
@Path("/api/v1/teams/{team}/runs/{tried}/questions")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Models")
public class TryApi {
  private final AskQuestion ask;
  private final ReadQuestions read;
  private final PresignedUrls urls;
  private final CurrentUser user;

  TryApi(AskQuestion ask, ReadQuestions read, PresignedUrls urls, CurrentUser user) {
    this.ask = ask;
    this.read = read;
    this.urls = urls;
    this.user = user;
  }

  /** Asks. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "askModel",
      summary =
          "Asks a run's model about a text, or about a picture that is put to the URL in the answer")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = QuestionJson.class)))
  public Response ask(
      @PathParam("tried") long run, @Nullable NewQuestion wanted, @Context UriInfo request) {
    NewQuestion given = wanted == null ? new NewQuestion(null, null, null) : wanted;
    AskQuestion.Asked asked = ask.ask(run, given, user.id());
    PresignedPut put =
        asked.picture().map(key -> urls.browserPut(request.getBaseUri(), key)).orElse(null);
    return Response.created(URI.create(request.getAbsolutePath() + "/" + asked.id()))
        .entity(QuestionJson.of(read.one(run, asked.id(), Duration.ZERO), put))
        .build();
  }

  /** The picture is there. */
  @POST
  @Path("{question}/complete")
  @Needs(Role.MEMBER)
  @Operation(
      operationId = "completeQuestion",
      summary = "Says that a question's picture has been put; it is answered from then on")
  public QuestionJson complete(@PathParam("tried") long run, @PathParam("question") UUID question) {
    ask.complete(run, question);
    return QuestionJson.of(read.one(run, question, Duration.ZERO), null);
  }

  /** A question. */
  @GET
  @Path("{question}")
  @Operation(
      operationId = "getQuestion",
      summary = "Tells the answer; waits for it up to so many seconds, at most 20")
  public QuestionJson get(
      @PathParam("tried") long run,
      @PathParam("question") UUID question,
      @QueryParam("wait") @DefaultValue("0") int wait) {
    return QuestionJson.of(
        read.one(run, question, Duration.ofSeconds(Math.max(0, Math.min(20, wait)))), null);
  }
}
