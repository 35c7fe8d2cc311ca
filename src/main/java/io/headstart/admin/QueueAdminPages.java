package io.headstart.admin;

import io.headstart.dispatch.ControlQueue;
import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Faults;
import io.headstart.platform.problem.Problem;
import io.headstart.quota.QuotaOverview;
import io.headstart.team.CurrentUser;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue over all teams, with the reason for each job's place, and what an admin does to it. */
@Path("/admin/queue")
public class QueueAdminPages {
  private static final int MOST = 500;

  private final QueueOverview queue;
  private final QuotaOverview quotas;
  private final ControlQueue control;
  private final CurrentUser current;
  private final Frames frames;

  QueueAdminPages(
      QueueOverview queue,
      QuotaOverview quotas,
      ControlQueue control,
      CurrentUser current,
      Frames frames) {
    this.queue = queue;
    this.quotas = quotas;
    this.control = control;
    this.current = current;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "admin", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance queue(
        Frame frame,
        List<QueueOverview.Waiting> waiting,
        List<QueueOverview.Working> working,
        List<QueueOverview.WaitTime> waits,
        List<QuotaOverview.Capacity> capacities,
        Faults faults);
  }

  /** The queue as it stands now. */
  @GET
  public Response page() {
    return page(200, Faults.NONE);
  }

  /** Holds a waiting job back: 303, or 422 with the page. */
  @POST
  @Path("{job}/hold")
  public Response hold(@PathParam("job") UUID job, @FormParam("reason") @Nullable String reason) {
    return change(() -> control.hold(current.id(), job, said(reason)));
  }

  /** Ends a hold. */
  @POST
  @Path("{job}/release")
  public Response release(@PathParam("job") UUID job) {
    return change(() -> control.release(current.id(), job));
  }

  /** Makes a waiting job the first of its class. */
  @POST
  @Path("{job}/front")
  public Response front(@PathParam("job") UUID job) {
    return change(() -> control.toFront(current.id(), job));
  }

  /** Cancels a job with a reason that its owner reads: 303, or 422 with the page. */
  @POST
  @Path("{job}/cancel")
  public Response cancel(@PathParam("job") UUID job, @FormParam("reason") @Nullable String reason) {
    return change(() -> control.cancel(current.id(), job, said(reason)));
  }

  /** Starts nothing new in a class: 303, or 422 with the page. */
  @POST
  @Path("classes/{class}/drain")
  public Response drain(
      @PathParam("class") String slotClass, @FormParam("reason") @Nullable String reason) {
    return change(() -> control.drain(current.id(), slotClass, said(reason)));
  }

  /** Ends a drain. */
  @POST
  @Path("classes/{class}/resume")
  public Response resume(@PathParam("class") String slotClass) {
    return change(() -> control.resume(current.id(), slotClass));
  }

  private Response change(Runnable change) {
    try {
      change.run();
    } catch (Problem problem) {
      if (problem.status() != 422) {
        throw problem;
      }
      return page(422, new Faults(problem.items()));
    }
    return Response.seeOther(URI.create("/admin/queue")).build();
  }

  private Response page(int status, Faults faults) {
    return Response.status(status)
        .entity(
            Templates.queue(
                frames.of(Frame.Section.QUEUE),
                queue.waiting(MOST),
                queue.working(MOST),
                queue.waits(),
                quotas.capacities(),
                faults))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static String said(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
