package io.headstart.run;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page of a new run. */
@Path("/teams/{team}/runs")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class NewRunPages {
  /** Data set and version in one field: {@code 3.1}. */
  private static final String DATA = "data";

  private final ReadNewRun read;
  private final SubmitRun submit;
  private final PlanRun plan;
  private final Frames frames;
  private final CurrentUser user;

  NewRunPages(ReadNewRun read, SubmitRun submit, PlanRun plan, Frames frames, CurrentUser user) {
    this.read = read;
    this.submit = submit;
    this.plan = plan;
    this.frames = frames;
    this.user = user;
  }

  /** The templates, in {@code ui/templates/run}. */
  @CheckedTemplate(basePath = "run", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance newRun(Frame frame, NewRunForm form, @Nullable RunPlan plan);

    static native TemplateInstance plan(@Nullable RunPlan plan);
  }

  /** The form, filled with defaults or with the settings of another run. */
  @GET
  @Path("new")
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public TemplateInstance newRun(
      @QueryParam(DATA) @Nullable String data,
      @QueryParam("baseModel") @Nullable String baseModel,
      @QueryParam("again") @Nullable Long again,
      @QueryParam("source") @Nullable Long source,
      @QueryParam(NewRun.FROM_SCRATCH) @Nullable Boolean fromScratch,
      @Context UriInfo request) {
    Map<String, String> given = new HashMap<>(named(data));
    if (baseModel != null) {
      given.put(NewRun.BASE_MODEL, baseModel);
    }
    if (fromScratch != null) {
      given.put(NewRun.FROM_SCRATCH, fromScratch.toString());
    }
    if (source != null) {
      given.put(NewRun.SOURCE_RUN, source.toString());
    }
    return page(read.form(new NewRun(given), again, List.of(), null), request);
  }

  /** What will become of a run with these values, as the form's summary shows it. */
  @GET
  @Path("new/plan")
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public TemplateInstance plan(@Context UriInfo request) {
    return Templates.plan(plan(asked(request.getQueryParameters()), request));
  }

  private @Nullable RunPlan plan(NewRun asked, UriInfo request) {
    return plan.of(asked, user.team(), request.getBaseUri(), user.slug()).orElse(null);
  }

  /** Starts the run, or shows the form again with all that is wrong. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response start(MultivaluedMap<String, String> form, @Context UriInfo request) {
    NewRun asked = asked(form);
    String key = form.getFirst("key");
    Long again = number(form.getFirst("again"));
    try {
      Run run = submit.submit(asked, again, user.id(), blankAsNull(key)).run();
      return Response.seeOther(URI.create("/teams/" + user.slug() + "/runs/" + run.number()))
          .build();
    } catch (Problem problem) {
      if (problem.status() != 422 && problem.status() != 409) {
        throw problem;
      }
      List<Item> items =
          problem.items().isEmpty()
              ? List.of(new Item(null, problem.title() + ".", ""))
              : problem.items().stream().map(NewRunPages::placed).toList();
      // A key that came with other settings is used up; the form goes on with a new one.
      String next = problem.type().equals("idempotency-key") ? null : key;
      return Response.status(problem.status())
          .entity(page(read.form(asked, again, items, next), request))
          .build();
    }
  }

  private TemplateInstance page(NewRunForm form, UriInfo request) {
    return Templates.newRun(
        frames.of(Frame.Section.RUNS), form, plan(new NewRun(form.asked()), request));
  }

  private static NewRun asked(MultivaluedMap<String, String> form) {
    Map<String, String> fields = new HashMap<>(named(form.getFirst(DATA)));
    for (String field : NewRun.ALL) {
      String value = form.getFirst(field);
      if (value != null) {
        fields.put(field, value);
      }
    }
    return new NewRun(fields);
  }

  /** The form has one field for data set and version. */
  private static Item placed(Item item) {
    return NewRun.VERSION.equals(item.field())
        ? new Item(NewRun.DATASET, item.why(), item.fix())
        : item;
  }

  private static Map<String, String> named(@Nullable String data) {
    if (data == null || !data.matches("[0-9]{1,9}\\.[0-9]{1,9}")) {
      return Map.of();
    }
    int dot = data.indexOf('.');
    return Map.of(NewRun.DATASET, data.substring(0, dot), NewRun.VERSION, data.substring(dot + 1));
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  private static @Nullable String blankAsNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
