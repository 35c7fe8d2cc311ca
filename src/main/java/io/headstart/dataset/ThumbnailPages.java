package io.headstart.dataset;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Small versions of pictures for pages. */
@Path("/teams/{team}/datasets/{dataset}/checks/{check}/thumbnails")
@Blocking
public class ThumbnailPages {
  private final ReadThumbnail read;

  ThumbnailPages(ReadThumbnail read) {
    this.read = read;
  }

  /** One of them; it never changes. */
  @GET
  @Path("{picture}")
  @Operation(hidden = true)
  public Response thumbnail(
      @PathParam("dataset") long dataset,
      @PathParam("check") long check,
      @PathParam("picture") long picture) {
    // Not by @Produces: who asks for a page by mistake gets the picture all the same.
    return Response.ok(read.read(dataset, check, picture), "image/jpeg")
        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
        .build();
  }
}
