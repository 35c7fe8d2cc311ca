package io.headstart.platform.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.headstart.team.Open;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;

/** Things that go wrong, for {@link ProblemTest}. */
@Path("/api/v1/problem-test")
@Open
public class ProblemTestApi {
  /** How it may go. */
  public enum Mood {
    GOOD,
    BAD
  }

  /** A body with constraints. */
  public record Body(
      @NotBlank String name,
      @Min(1) @Max(50) int epochs,
      Mood mood,
      @JsonProperty Duration life,
      List<@Valid Part> parts) {}

  /** A part of a body. */
  public record Part(@Min(0) double rate) {}

  /** Takes a body. */
  @POST
  @Consumes("application/json")
  public String take(@Valid Body body) {
    return body.name();
  }

  /** Fails in the way asked for. */
  @GET
  public String fail(@QueryParam("how") String how, @QueryParam("number") int number) {
    if (how.equals("fault")) {
      throw new IllegalStateException("secret inside of the server");
    }
    throw new Problem(
        409, "of-a-test", "It failed", List.of(new Problem.Item("how", "you asked", "Don't.")));
  }
}
