package io.headstart.catalog;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Base models as JSON. */
@Path("/api/v1/teams/{team}/base-models")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Base models")
public class CatalogueApi {
  private final BaseModels models;

  CatalogueApi(BaseModels models) {
    this.models = models;
  }

  /** All base models. */
  @GET
  @Operation(operationId = "listBaseModels", summary = "Lists the base models")
  @InTeam
  public List<Manifest> list() {
    return models.inOrder().stream().map(BaseModel::manifest).toList();
  }

  /** One of them. */
  @GET
  @Path("{model}")
  @Operation(operationId = "getBaseModel", summary = "Describes a base model and its blocks")
  @InTeam
  public Manifest one(@PathParam("model") String id) {
    return models.named(id).orElseThrow(Problem::notFound).manifest();
  }
}
