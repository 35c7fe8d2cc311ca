package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.dataset.VersionView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the run that somebody wants to begin with against what it can be begun with. */
final class CheckSource {
  private final Fields fields;
  private final SourceRuns sources;

  CheckSource(Fields fields, SourceRuns sources) {
    this.fields = fields;
    this.sources = sources;
  }

  /**
   * The settings with the source's base model, where they name none of their own.
   *
   * @return the same settings when they name no run to begin with, or none that there is
   */
  static NewRun completed(NewRun asked, SourceRuns sources) {
    String number = asked.text(NewRun.SOURCE_RUN);
    if (!asked.text(NewRun.BASE_MODEL).isEmpty() || !number.matches("[0-9]{1,18}")) {
      return asked;
    }
    return sources
        .numbered(Long.parseLong(number))
        .map(run -> asked.with(NewRun.BASE_MODEL, run.baseModel))
        .orElse(asked);
  }

  /**
   * The run to begin with.
   *
   * @param fresh whether fresh weights are asked for too
   * @return null when none is asked for, or when something is wrong with it
   */
  @Nullable SourceChoice check(
      boolean fresh, Optional<BaseModel> base, Optional<VersionView> version) {
    boolean head = fields.flag(NewRun.KEEP_HEAD, "Keeping the head");
    if (fields.isAbsent(NewRun.SOURCE_RUN)) {
      if (head) {
        fields.wrong(
            NewRun.KEEP_HEAD,
            "There is no head to keep: the run begins with the base model.",
            "Name the run to begin with, or leave this out.");
      }
      return null;
    }
    int before = fields.items().size();
    long number = fields.whole(NewRun.SOURCE_RUN, "The run to begin with", 1, Integer.MAX_VALUE, 0);
    if (fields.items().size() > before) {
      return null;
    }
    Run run = sources.numbered(number).orElse(null);
    if (run == null) {
      fields.wrong(
          NewRun.SOURCE_RUN,
          "There is no run " + number + " to begin with.",
          "Give the number of a run of this team that has succeeded.");
      return null;
    }
    if (fresh) {
      fields.wrong(
          NewRun.SOURCE_RUN,
          "A run can't begin with run " + number + " and from scratch.",
          "Leave one of the two out.");
      return null;
    }
    if (base.isEmpty()) {
      return null;
    }
    var refused = SourceRuns.refused(run, base.get().id());
    if (refused.isPresent()) {
      fields.wrong(NewRun.SOURCE_RUN, refused.get().why(), refused.get().fix());
      return null;
    }
    List<String> learned = sources.labels(run);
    boolean same = version.isPresent() && version.get().labels().equals(learned);
    if (head && version.isPresent() && !same) {
      fields.wrong(
          NewRun.KEEP_HEAD,
          "The head of run "
              + number
              + " answers with other labels than this data set has: "
              + named(learned)
              + ", and here "
              + named(version.get().labels())
              + ".",
          "Leave this out: the blocks are taken over, and a new head is trained.");
    }
    boolean keeps = fields.isAbsent(NewRun.KEEP_HEAD) ? same : head;
    return new SourceChoice(run.id, number, keeps);
  }

  private static String named(List<String> labels) {
    int most = 5;
    String some =
        labels.stream()
            .limit(most)
            .map(
                label -> "\"" + (label.length() > 40 ? label.substring(0, 40) + "…" : label) + "\"")
            .reduce((a, b) -> a + ", " + b)
            .orElse("none");
    return labels.size() > most ? some + " and " + (labels.size() - most) + " more" : some;
  }
}
