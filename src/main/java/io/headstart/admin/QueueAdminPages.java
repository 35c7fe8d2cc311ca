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
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue over all teams, with the reason for each job's place, and what an admin does to it. */
@Path("/admin/queue")
public class QueueAdminPages {
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
        QueueOverview.Page<QueueOverview.Waiting> waiting,
        QueueOverview.Page<QueueOverview.Working> working,
        List<QueueOverview.WaitTime> waits,
        List<QuotaOverview.Capacity> capacities,
        Steps steps,
        Faults faults);
  }

  /**
   * The queue as it stands now.
   *
   * @param waiting page of those that wait, from 1
   * @param working page of those that hold slots, from 1
   */
  @GET
  public Response page(
      @QueryParam("waiting") @DefaultValue("1") int waiting,
      @QueryParam("working") @DefaultValue("1") int working) {
    return page(200, Math.max(1, waiting), Math.max(1, working), Faults.NONE);
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
      return page(422, 1, 1, new Faults(problem.items()));
    }
    return Response.seeOther(URI.create("/admin/queue")).build();
  }

  private Response page(int status, int waiting, int working, Faults faults) {
    var thoseWaiting = queue.waiting(waiting);
    var thoseWorking = queue.working(working);
    return Response.status(status)
        .entity(
            Templates.queue(
                frames.of(Frame.Section.QUEUE),
                thoseWaiting,
                thoseWorking,
                queue.waits(),
                quotas.capacities(),
                Steps.between(thoseWaiting, thoseWorking),
                faults))
        .header("Cache-Control", "no-store")
        .build();
  }

  /** Addresses of the pages before and behind, of both lists; empty at their ends. */
  record Steps(String lessWaiting, String moreWaiting, String lessWorking, String moreWorking) {
    private static Steps between(QueueOverview.Page<?> waiting, QueueOverview.Page<?> working) {
      return new Steps(
          address(waiting.previous(), working.number()),
          address(waiting.next(), working.number()),
          address(waiting.number(), working.previous()),
          address(waiting.number(), working.next()));
    }

    /** Pages are counted from 1; 0 is none. */
    private static String address(int waiting, int working) {
      return waiting == 0 || working == 0
          ? ""
          : "/admin/queue?waiting=%d&working=%d".formatted(waiting, working);
    }
  }

  private static String said(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
