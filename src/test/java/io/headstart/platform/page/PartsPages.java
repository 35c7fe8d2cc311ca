package io.headstart.platform.page;

import io.headstart.platform.problem.Problem;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.storage.PresignedPut;
import io.headstart.storage.PresignedUrls;
import io.headstart.team.Open;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A page with every part in its states and the server's side of what moves, for {@link PartsTest}.
 */
@Path("/parts")
@Blocking
@Open
public class PartsPages {
  static final AtomicInteger CONNECTIONS = new AtomicInteger();

  /**
   * How often the page was shown, by visit: a window that is closed may have asked for it once
   * more.
   */
  static final Map<String, AtomicInteger> SHOWN = new ConcurrentHashMap<>();

  /** So many times an upload's end is answered that the server isn't ready. */
  static final AtomicInteger REFUSED = new AtomicInteger();

  private static final ObjectKey FILE = ObjectKey.ofTeam(new UUID(0, 7), "parts/file.csv");

  private final Template gallery;
  private final ObjectStore store;
  private final PresignedUrls urls;

  PartsPages(@Location("gallery/parts") Template gallery, ObjectStore store, PresignedUrls urls) {
    this.gallery = gallery;
    this.store = store;
    this.urls = urls;
  }

  /** One part of the block stack; cut is null where no cut is offered. */
  public record Part(
      String name,
      String note,
      long parameters,
      long largest,
      Integer cut,
      String up,
      String down,
      Map<String, String> data,
      String rate) {}

  /** One row of whiskers. */
  public record Row(
      String label,
      String note,
      double value,
      double low,
      double high,
      String words,
      boolean main) {}

  /** One line of the log. */
  public record Line(long number, long at, String text) {}

  /** One fault of the form. */
  public record Fault(String field, String why, String fix) {}

  @GET
  @Produces(MediaType.TEXT_HTML)
  public TemplateInstance parts(@QueryParam("visit") @DefaultValue("") String visit) {
    Frame.Team demo = new Frame.Team("demo", "Demo");
    Frame.Team vision = new Frame.Team("vision", "Vision of the long named department");
    return gallery
        .data("shown", SHOWN.computeIfAbsent(visit, any -> new AtomicInteger()).incrementAndGet())
        .data(
            "frame", new Frame("Ada Owner", demo, List.of(demo, vision), true, Frame.Section.RUNS))
        .data(
            "states",
            List.of(
                "QUEUED",
                "STARTING",
                "RUNNING",
                "SUCCEEDED",
                "FAILED",
                "CANCELLING",
                "CANCELLED",
                "LOST"))
        .data("at", Instant.parse("2026-11-24T10:05:31Z"))
        .data("ticks", List.of(0.0, 0.5, 1.0))
        .data(
            "problems",
            List.of(
                new Fault("batch", "Batch size 0 is too small.", "Use 32."),
                new Fault("oddRate", "The rate is not a number.", "")))
        .data(
            "rows",
            List.of(
                new Row(
                    "This run", "last block open", 0.93, 0.87, 0.97, "0.930 [0.87, 0.97]", true),
                new Row("Bag of words", "", 0.9, 0.83, 0.94, "0.900 [0.83, 0.94]", false)))
        .data("parts", blocks())
        .data(
            "lines",
            List.of(
                new Line(1, 301_000, "Epoch 1: train loss 0.219"),
                new Line(2, 305_000, "<b>not bold</b>")));
  }

  private static List<Part> blocks() {
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            "Head", "new, 384 to 2 classes", 770, 11_900_000, null, "", "", Map.of(), "1.0e-3"));
    IntStream.iterate(6, cut -> cut >= 0, cut -> cut - 1)
        .forEach(
            cut ->
                parts.add(
                    new Part(
                        cut == 0 ? "Input" : "Block " + cut,
                        "attention and feed-forward",
                        cut == 0 ? 0 : 1_774_464,
                        11_900_000,
                        cut,
                        "trains " + Say.counted(6 - cut, "block"),
                        "the rest is computed once and kept",
                        Map.of("trains", "" + (6 - cut), "body", Say.rate(1e-5 * cut)),
                        "5.0e-5")));
    return parts;
  }

  @GET
  @Path("/points")
  @Produces(MediaType.APPLICATION_JSON)
  public Map<String, Object> points() {
    List<Map<String, Object>> points = new ArrayList<>();
    for (int step = 1; step <= 60; step++) {
      points.add(
          Map.of(
              "id",
              step,
              "series",
              "train_loss",
              "step",
              step,
              "epoch",
              1 + step / 30,
              "value",
              0.7 / Math.sqrt(step)));
    }
    points.add(Map.of("id", 61, "series", "validation_loss", "step", 30, "epoch", 1, "value", 0.4));
    points.add(Map.of("id", 62, "series", "validation_loss", "step", 60, "epoch", 2, "value", 0.3));
    return Map.of("points", points);
  }

  /**
   * Thirty events, numbered; the connection ends after each ten and the next one repeats the last
   * two. The second and third connections are refused, as a proxy would while the server restarts.
   */
  @GET
  @Path("/events")
  @Produces("text/event-stream")
  public Response events(@QueryParam("after") long after, @HeaderParam("Last-Event-ID") Long last) {
    int connection = CONNECTIONS.incrementAndGet();
    if (connection == 2 || connection == 3) {
      return Response.status(503).build();
    }
    long from = last == null ? after : last;
    StringBuilder events = new StringBuilder("retry: 50\n\n");
    for (long id = Math.max(1, from - 1); id <= Math.min(30, from + 10); id++) {
      events.append("id: ").append(id).append("\nevent: ").append(event(id)).append("\n\n");
    }
    return Response.ok(events.toString()).build();
  }

  private static String event(long id) {
    if (id == 1) {
      return "state\ndata: {\"state\":\"RUNNING\",\"word\":\"Running\",\"reason\":\"since just now\"}";
    }
    if (id == 30) {
      return "progress\ndata: {\"phase\":\"training\",\"done\":64,\"total\":128,\"unit\":\"steps\",\"epoch\":2,"
          + "\"epochs\":4,\"etaLowSeconds\":61,\"etaHighSeconds\":130}";
    }
    return "log\ndata: {\"lines\":[{\"number\":"
        + (id + 1)
        + ",\"at\":"
        + 1000 * id
        + ",\"text\":\"event "
        + id
        + "\"}]}";
  }

  /** What the browser asks for. */
  public record NewUpload(String name, long size) {}

  @POST
  @Path("/uploads")
  @Produces(MediaType.APPLICATION_JSON)
  public Response create(NewUpload upload, @Context UriInfo address) {
    store.delete(FILE);
    if (upload.name().endsWith(".exe")) {
      Map<String, Object> problem = new LinkedHashMap<>();
      problem.put("title", "This file can't be used");
      problem.put(
          "problems", List.of(new Fault("name", "It ends in .exe.", "Upload CSV or JSONL.")));
      return Response.status(422).type("application/problem+json").entity(problem).build();
    }
    PresignedPut put = urls.browserPut(address.getBaseUri(), FILE);
    return Response.ok(
            Map.of(
                "upload",
                "7",
                "url",
                put.url(),
                "headers",
                put.headers(),
                "complete",
                "/parts/uploads/7/complete"))
        .build();
  }

  @POST
  @Path("/uploads/7/complete")
  @Produces(MediaType.APPLICATION_JSON)
  public Map<String, String> complete(Map<String, String> nothing) {
    if (REFUSED.getAndDecrement() > 0) {
      throw new Problem(503, "not-ready", "Not ready yet");
    }
    return Map.of("location", "/parts?bytes=" + store.stat(FILE).orElseThrow().size());
  }
}
