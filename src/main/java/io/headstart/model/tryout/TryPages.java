package io.headstart.model.tryout;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunView;
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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The page on which a run's model is asked, and the parts of it that change. */
@Path("/teams/{team}/runs/{tried}/try")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TryPages {
  private static final String HTMX = "HX-Request";

  private final AskQuestion ask;
  private final ReadQuestions read;
  private final ReadRuns runs;
  private final TryCard card;
  private final PresignedUrls urls;
  private final Frames frames;
  private final CurrentUser user;

  TryPages(
      AskQuestion ask,
      ReadQuestions read,
      ReadRuns runs,
      TryCard card,
      PresignedUrls urls,
      Frames frames,
      CurrentUser user) {
    this.ask = ask;
    this.read = read;
    this.runs = runs;
    this.card = card;
    this.urls = urls;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/model}. */
  @CheckedTemplate(basePath = "model", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance tryPage(Frame frame, TryCard.Shown card);

    static native TemplateInstance tryCard(TryCard.Shown card);

    static native TemplateInstance question(QuestionView q, String base);
  }

  /** The page. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance tryPage(@PathParam("tried") long run) {
    return page(card.of(succeeded(run)));
  }

  private TemplateInstance page(TryCard.Shown shown) {
    return Templates.tryPage(frames.of(Frame.Section.RUNS), shown);
  }

  private RunView succeeded(long number) {
    RunView run = runs.one(number);
    if (run.outcome() == null) {
      throw new Problem(409, "no-result", "Run " + number + " has no model to try");
    }
    return run;
  }

  /** Asks a text. With htmx it answers with the box, else it leads to the page. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response ask(
      @PathParam("tried") long number,
      @RestForm @Nullable String text,
      @HeaderParam(HTMX) @Nullable String htmx) {
    RunView run = succeeded(number);
    try {
      ask.ask(number, new NewQuestion(text == null ? "" : text, null, null), user.id());
    } catch (Problem problem) {
      TryCard.Shown shown = card.of(run, text == null ? "" : text, problem);
      // htmx shows no answer with another status.
      int status = htmx == null ? problem.status() : 422;
      return Response.status(status)
          .entity(htmx == null ? page(shown) : Templates.tryCard(shown))
          .build();
    }
    return htmx == null
        ? Response.seeOther(URI.create(address(number))).build()
        : Response.ok(Templates.tryCard(card.of(run))).build();
  }

  /** A question, when it has its answer or after some seconds. */
  @GET
  @Path("{question}")
  @Operation(hidden = true)
  public TemplateInstance question(
      @PathParam("tried") long run, @PathParam("question") UUID question) {
    return Templates.question(read.one(run, question, Duration.ofSeconds(10)), address(run));
  }

  /** Sends the browser to the picture in the store; a copy is kept while that address is good. */
  @GET
  @Path("{question}/picture")
  @Operation(hidden = true)
  public Response shown(
      @PathParam("tried") long run,
      @PathParam("question") UUID question,
      @Context UriInfo request) {
    ObjectKey key = read.picture(run, question);
    return Response.temporaryRedirect(urls.browserGet(request.getBaseUri(), key, "picture"))
        .header("Cache-Control", "private, max-age=600")
        .build();
  }

  /** What the upload element sends: the file's name and size. */
  public record Chosen(@Nullable String name, @Nullable Long size) {}

  /** Declares a picture for the upload element. */
  @POST
  @Path("picture")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Map<String, Object> picture(
      @PathParam("tried") long run, @Nullable Chosen file, @Context UriInfo request) {
    Chosen given = file == null ? new Chosen(null, null) : file;
    AskQuestion.Asked asked =
        ask.ask(run, new NewQuestion(null, given.name, given.size), user.id());
    ObjectKey key = asked.picture().orElseThrow(Problem::notFound);
    PresignedPut put = urls.browserPut(request.getBaseUri(), key);
    return Map.of(
        "upload", asked.id(),
        "url", put.url(),
        "headers", put.headers(),
        "complete", address(run) + "/" + asked.id() + "/complete");
  }

  /** Completes it for the upload element; answers where to go. */
  @POST
  @Path("{question}/complete")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Map<String, String> complete(
      @PathParam("tried") long run, @PathParam("question") UUID question) {
    ask.complete(run, question);
    return Map.of("location", address(run));
  }

  private String address(long run) {
    return "/teams/" + user.slug() + "/runs/" + run + "/try";
  }
}
