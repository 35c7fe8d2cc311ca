package io.headstart.model;

import io.headstart.model.forms.FormsTable;
import io.headstart.model.tryout.TryPanel;
import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.run.DownloadRun;
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
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Pages of a team's models. */
@Path("/teams/{team}/models")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ModelPages {
  private final ReadModels read;
  private final ReadCard cards;
  private final ReadRuns runs;
  private final RegisterVersion register;
  private final ChangeStage stages;
  private final DeleteVersion delete;
  private final NoteVersion notes;
  private final DownloadRun download;
  private final TryPanel panel;
  private final FormsTable forms;
  private final Frames frames;
  private final CurrentUser user;

  ModelPages(
      ReadModels read,
      ReadCard cards,
      ReadRuns runs,
      RegisterVersion register,
      ChangeStage stages,
      DeleteVersion delete,
      NoteVersion notes,
      DownloadRun download,
      TryPanel panel,
      FormsTable forms,
      Frames frames,
      CurrentUser user) {
    this.read = read;
    this.cards = cards;
    this.runs = runs;
    this.register = register;
    this.stages = stages;
    this.delete = delete;
    this.notes = notes;
    this.download = download;
    this.panel = panel;
    this.forms = forms;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/model}. */
  @CheckedTemplate(basePath = "model", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance models(Frame frame, List<ModelView> models, boolean mayStart);

    static native TemplateInstance register(
        Frame frame, RunView run, List<String> names, NewVersion form, Faults faults);

    static native TemplateInstance version(
        Frame frame,
        ModelCardPage page,
        String panel,
        String downloads,
        boolean mayChange,
        List<Item> problems);
  }

  /**
   * What is wrong with a form.
   *
   * @param items in the order of the fields
   */
  record Faults(List<Item> items) {
    /** What is wrong with a field, with the way out; empty when nothing is. */
    public String of(String field) {
      return items.stream()
          .filter(item -> field.equals(item.field()))
          .findFirst()
          .map(item -> item.why() + " " + item.fix())
          .orElse("");
    }
  }

  /** The team's models. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance models() {
    return Templates.models(frames.of(Frame.Section.MODELS), read.all(), user.may(Role.MEMBER));
  }

  /** The form that registers a run. */
  @GET
  @Path("new")
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public TemplateInstance form(@QueryParam("run") @Nullable Long run) {
    if (run == null) {
      throw Problem.notFound();
    }
    return form(new NewVersion(run, null, null, null), List.of());
  }

  private TemplateInstance form(NewVersion form, List<Item> items) {
    RunView run = runs.one(form.run() == null ? 0 : form.run());
    if (run.outcome() == null) {
      throw new Problem(409, "no-result", "Run " + run.number() + " has no model to register");
    }
    return Templates.register(
        frames.of(Frame.Section.MODELS), run, read.names(), form, new Faults(items));
  }

  /** Registers a run. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response register(
      @RestForm @Nullable Long run,
      @RestForm @Nullable String model,
      @RestForm @Nullable String newModel,
      @RestForm @Nullable String note) {
    NewVersion wanted = new NewVersion(run, model, newModel, note);
    try {
      RegisterVersion.Made made = register.register(wanted, user.id());
      return to("models/" + made.model() + "/versions/" + made.version());
    } catch (Problem problem) {
      if (run == null) {
        throw problem;
      }
      return Response.status(problem.status()).entity(form(wanted, items(problem))).build();
    }
  }

  /** A model: its version in production, else its newest one. */
  @GET
  @Path("{name}")
  @Operation(hidden = true)
  public Response model(@PathParam("name") String name) {
    return to(read.one(name).shown().path());
  }

  /** One version. */
  @GET
  @Path("{name}/versions/{number}")
  @Operation(hidden = true)
  public TemplateInstance version(
      @PathParam("name") String name, @PathParam("number") long number, @Context UriInfo request) {
    return page(name, number, request, List.of());
  }

  /** Moves a version to another stage. */
  @POST
  @Path("{name}/versions/{number}/stage")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response stage(
      @PathParam("name") String name,
      @PathParam("number") long number,
      @RestForm @Nullable String stage,
      @Context UriInfo request) {
    return done(
        name,
        number,
        request,
        () -> stages.change(name, number, stage, user.id(), user.may(Role.OWNER)));
  }

  /** Keeps a note. */
  @POST
  @Path("{name}/versions/{number}/note")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response note(
      @PathParam("name") String name,
      @PathParam("number") long number,
      @RestForm @Nullable String note,
      @Context UriInfo request) {
    return done(
        name,
        number,
        request,
        () -> notes.note(name, number, note, user.id(), user.may(Role.OWNER)));
  }

  /** Deletes a registration; the page asks first. */
  @POST
  @Path("{name}/versions/{number}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response delete(
      @PathParam("name") String name, @PathParam("number") long number, @Context UriInfo request) {
    try {
      delete.delete(name, number, user.id(), user.may(Role.OWNER));
    } catch (Problem problem) {
      return refused(name, number, request, problem);
    }
    return to("models");
  }

  /** Sends the browser to the archive in the store. */
  @GET
  @Path("{name}/versions/{number}/download")
  @Operation(hidden = true)
  public Response download(
      @PathParam("name") String name, @PathParam("number") long number, @Context UriInfo request) {
    Registered version = read.version(name, number);
    return Response.seeOther(
            download.named(version.run().number(), version.fileName(), request.getBaseUri()).url())
        .build();
  }

  private Response done(String name, long number, UriInfo request, Runnable act) {
    try {
      act.run();
    } catch (Problem problem) {
      return refused(name, number, request, problem);
    }
    return to(read.version(name, number).path());
  }

  private Response refused(String name, long number, UriInfo request, Problem problem) {
    if (problem.status() == 404) {
      throw problem;
    }
    return Response.status(problem.status())
        .entity(page(name, number, request, items(problem)))
        .build();
  }

  private static List<Item> items(Problem problem) {
    return problem.items().isEmpty()
        ? List.of(new Item(null, problem.title() + ".", ""))
        : problem.items();
  }

  private TemplateInstance page(String name, long number, UriInfo request, List<Item> problems) {
    URI base = request.getBaseUri();
    ModelCardPage page =
        cards.of(name, number, base.getScheme() + "://" + base.getRawAuthority(), user.slug());
    boolean mine = user.id().equals(page.version().byId());
    return Templates.version(
        frames.of(Frame.Section.MODELS),
        page,
        panel.html(page.version().run()),
        forms.html(page.version().run()),
        user.may(Role.OWNER) || (mine && user.may(Role.MEMBER)),
        problems);
  }

  private Response to(String path) {
    return Response.seeOther(URI.create("/teams/" + user.slug() + "/" + path)).build();
  }
}
