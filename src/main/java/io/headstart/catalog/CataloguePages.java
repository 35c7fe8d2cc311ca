package io.headstart.catalog;

import io.headstart.platform.page.Frame;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.team.Frames;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The catalogue's pages: all base models, and a card for each. */
@Path("/teams/{team}/catalogue")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class CataloguePages {
  private final BaseModels models;
  private final Frames frames;

  CataloguePages(BaseModels models, Frames frames) {
    this.models = models;
    this.frames = frames;
  }

  /** The templates, in {@code ui/templates/catalog}. */
  @CheckedTemplate(basePath = "catalog", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance catalogue(Frame frame, List<Manifest> models);

    static native TemplateInstance card(
        Frame frame, Manifest model, List<Manifest.Block> blocks, long largest);
  }

  /** All base models. */
  @GET
  @Operation(hidden = true)
  @InTeam
  public TemplateInstance catalogue() {
    return Templates.catalogue(
        frames.of(Frame.Section.CATALOGUE),
        models.inOrder().stream().map(BaseModel::manifest).toList());
  }

  /** The card of one. */
  @GET
  @Path("{model}")
  @Operation(hidden = true)
  @InTeam
  public TemplateInstance card(@PathParam("model") String id) {
    Manifest model = models.named(id).orElseThrow(Problem::notFound).manifest();
    List<Manifest.Block> outputFirst = new ArrayList<>(model.blocks());
    Collections.reverse(outputFirst);
    long largest = outputFirst.stream().mapToLong(Manifest.Block::parameters).max().orElse(1);
    return Templates.card(frames.of(Frame.Section.CATALOGUE), model, outputFirst, largest);
  }
}
