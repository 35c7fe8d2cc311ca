package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.team.CurrentUser;
import io.headstart.team.Needs;
import io.headstart.team.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The samples on the page that uploads data. */
@Path("/teams/{team}/datasets/samples")
@Blocking
public class SamplePages {
  private final AddSample samples;
  private final CurrentUser user;

  SamplePages(AddSample samples, CurrentUser user) {
    this.samples = samples;
    this.user = user;
  }

  /** Adds a sample. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Needs(Role.MEMBER)
  @Operation(hidden = true)
  public Response addSample(@RestForm @Nullable String sample) {
    Sample wanted =
        Sample.named(sample == null ? "" : sample)
            .orElseThrow(
                () ->
                    new Problem(
                        422,
                        "no-such-sample",
                        "There is no such sample",
                        List.of(
                            new Item(
                                "sample",
                                "No sample has this name.",
                                "Choose one on the page that uploads data."))));
    long number = samples.add(wanted, user.id());
    return Response.seeOther(URI.create("/teams/" + user.slug() + "/datasets/" + number)).build();
  }
}
