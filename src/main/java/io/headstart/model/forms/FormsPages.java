package io.headstart.model.forms;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.ModelForm;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunView;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page from which a run's model is downloaded, and its table, which other pages show too. */
@Path("/teams/{team}/runs/{tried}/forms")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class FormsPages {
  private static final String HTMX = "HX-Request";

  private final MakeForm make;
  private final ReadForms read;
  private final ReadRuns runs;
  private final FormsTable table;
  private final Frames frames;
  private final CurrentUser user;

  FormsPages(
      MakeForm make,
      ReadForms read,
      ReadRuns runs,
      FormsTable table,
      Frames frames,
      CurrentUser user) {
    this.make = make;
    this.read = read;
    this.runs = runs;
    this.table = table;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/model}. */
  @CheckedTemplate(basePath = "model", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance formsPage(Frame frame, FormsTable.Shown forms);

    static native TemplateInstance formsCard(FormsTable.Shown forms);

    static native TemplateInstance formsTable(FormsTable.Shown forms);
  }

  /** The page; with htmx its table. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance forms(
      @PathParam("tried") long number, @HeaderParam(HTMX) @Nullable String htmx) {
    return answer(number, htmx);
  }

  private TemplateInstance answer(long number, @Nullable String htmx) {
    RunView run = runs.one(number);
    if (run.outcome() == null) {
      throw new Problem(409, "no-result", "Run " + number + " has no model to download");
    }
    FormsTable.Shown shown = table.of(run);
    return htmx == null
        ? Templates.formsPage(frames.of(Frame.Section.RUNS), shown)
        : Templates.formsTable(shown);
  }

  /** Has a form made. With htmx it answers with the table, else it leads to the page. */
  @POST
  @Path("{form}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response make(
      @PathParam("tried") long number,
      @PathParam("form") String form,
      @HeaderParam(HTMX) @Nullable String htmx) {
    make.make(number, named(form), user.id());
    return htmx == null
        ? Response.seeOther(URI.create("/teams/" + user.slug() + "/runs/" + number + "/forms"))
            .build()
        : Response.ok(answer(number, htmx)).build();
  }

  /** Sends the browser to the form in the store. */
  @GET
  @Path("{form}")
  @Operation(hidden = true)
  public Response download(
      @PathParam("tried") long number, @PathParam("form") String form, @Context UriInfo request) {
    return Response.seeOther(
            read.download(number, named(form), user.slug(), request.getBaseUri()).url())
        .build();
  }

  private static ModelForm named(String word) {
    return ModelForm.of(word).orElseThrow(Problem::notFound);
  }
}
