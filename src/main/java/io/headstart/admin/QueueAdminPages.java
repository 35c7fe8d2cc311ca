package io.headstart.admin;

import io.headstart.platform.page.Frame;
import io.headstart.quota.QuotaOverview;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The queue over all teams, with the reason for each job's place. */
@Path("/admin/queue")
public class QueueAdminPages {
  private static final int MOST = 500;

  private final QueueOverview queue;
  private final QuotaOverview quotas;
  private final Frames frames;

  QueueAdminPages(QueueOverview queue, QuotaOverview quotas, Frames frames) {
    this.queue = queue;
    this.quotas = quotas;
    this.frames = frames;
  }

  @CheckedTemplate(basePath = "admin", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance queue(
        Frame frame, List<QueueOverview.Line> lines, List<QuotaOverview.Capacity> capacities);
  }

  /** The queue as it stands now. */
  @GET
  public Response page() {
    return Response.ok(
            Templates.queue(frames.of(Frame.Section.QUEUE), queue.lines(MOST), quotas.capacities()))
        .header("Cache-Control", "no-store")
        .build();
  }
}
