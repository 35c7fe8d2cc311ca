package io.headstart.run.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.Protocol;
import io.headstart.run.RunView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the table out, whole, in pieces, so that memory does not grow with it. */
@ApplicationScoped
class Export {
  private static final int BATCH = 500;

  private final ReadHistory read;
  private final TeamContext context;
  private final TeamWork work;

  Export(ReadHistory read, TeamContext context, TeamWork work) {
    this.read = read;
    this.context = context;
    this.work = work;
  }

  /** A line for each run. */
  interface Line {
    String of(ObjectNode run);
  }

  /** JSON lines. */
  StreamingOutput jsonl(HistoryQuery query) {
    return written(query, "", ObjectNode::toString);
  }

  /** Comma-separated values with a head. */
  StreamingOutput csv(HistoryQuery query) {
    List<String> head = new ArrayList<>();
    empty().fieldNames().forEachRemaining(head::add);
    return written(
        query,
        String.join(",", head) + "\r\n",
        run ->
            head.stream()
                    .map(name -> cell(run.get(name).asText("")))
                    .collect(Collectors.joining(","))
                + "\r");
  }

  private StreamingOutput written(HistoryQuery query, String head, Line line) {
    TeamRef team = context.team();
    return out -> {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      String after = null;
      do {
        Mark mark = Mark.parse(after);
        ReadHistory.Part part = work.call(team, () -> read.part(query, mark, BATCH));
        write(out, part, line);
        after = part.next();
      } while (after != null);
    };
  }

  private static void write(OutputStream out, ReadHistory.Part part, Line line) throws IOException {
    for (ReadHistory.Row row : part.rows()) {
      out.write((line.of(json(row)) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static ObjectNode empty() {
    ObjectNode run = Protocol.json().createObjectNode();
    for (String name :
        List.of(
            "number",
            "state",
            "data",
            "baseModel",
            "fromScratch",
            "frozenBlocks",
            "headLearningRate",
            "bodyLearningRate",
            "epochs",
            "batchSize",
            "seed",
            "patience",
            "labelSmoothing",
            "balanced",
            "sourceRun",
            "keepsHead",
            "experiment",
            "accuracy",
            "accuracyLow",
            "accuracyHigh",
            "difference",
            "verdict",
            "seconds",
            "tags",
            "note",
            "archived",
            "by",
            "createdAt")) {
      run.putNull(name);
    }
    return run;
  }

  private static ObjectNode json(ReadHistory.Row row) {
    RunView run = row.run();
    ObjectNode json =
        empty()
            .put("number", run.number())
            .put("state", run.job().state().name())
            .put("data", run.version().title())
            .put("baseModel", run.base().id())
            .put("fromScratch", run.settings().fromScratch())
            .put("frozenBlocks", run.settings().frozenBlocks())
            .put("headLearningRate", run.settings().headLearningRate())
            .put("bodyLearningRate", run.settings().bodyLearningRate())
            .put("epochs", run.settings().epochs())
            .put("batchSize", run.settings().batchSize())
            .put("seed", run.settings().seed())
            .put("patience", run.settings().learning().patience())
            .put("labelSmoothing", run.settings().learning().labelSmoothing())
            .put("balanced", run.settings().learning().balanced());
    RunView.Source source = run.source();
    if (source != null) {
      json.put("sourceRun", source.run()).put("keepsHead", source.keepsHead());
    }
    if (!run.experiment().isEmpty()) {
      json.put("experiment", run.experiment().get(0));
    }
    if (run.outcome() != null) {
      json.put("accuracy", run.outcome().accuracy())
          .put("accuracyLow", run.outcome().interval().low())
          .put("accuracyHigh", run.outcome().interval().high())
          .put("difference", run.outcome().verdict().difference())
          .put("verdict", run.outcome().verdict().answer().name());
    }
    return json.put("seconds", row.seconds())
        .put("tags", row.tagText())
        .put("note", row.note())
        .put("archived", row.archived())
        .put("by", run.by())
        .put("createdAt", run.createdAt().toString());
  }

  /** Quoted; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
  private static String cell(String text) {
    boolean formula = text.matches("(?s)[=+@\\t\\r].*") || text.matches("(?s)-[^0-9].*");
    String safe = formula ? "'" + text : text;
    return "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
