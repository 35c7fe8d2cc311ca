package io.headstart.model.forms;

import io.headstart.platform.problem.Problem;
import io.headstart.run.ReadRuns;
import io.headstart.run.RunResult;
import io.headstart.run.RunView;
import io.headstart.team.CurrentUser;
import io.headstart.team.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The table of a run's downloads: its archive and the other forms of its model. */
@ApplicationScoped
public class FormsTable {
  private final ReadForms read;
  private final ReadRuns runs;
  private final CurrentUser user;

  FormsTable(ReadForms read, ReadRuns runs, CurrentUser user) {
    this.read = read;
    this.runs = runs;
    this.user = user;
  }

  /**
   * What the table shows.
   *
   * @param run whose model it is
   * @param base address of the run's pages
   * @param size bytes of the archive
   * @param sha256 hash of the archive
   * @param forms the other forms
   * @param mayMake whether the user may have one made
   */
  public record Shown(
      RunView run, String base, long size, String sha256, List<FormView> forms, boolean mayMake) {
    /** Whether the model reads pictures. */
    public boolean isPictures() {
      return run.settings().pictures() != null;
    }

    /** Whether one of the forms is being made. */
    public boolean isWaiting() {
      return forms.stream().anyMatch(FormView::isBeingMade);
    }
  }

  /** The table of a run that has succeeded. */
  Shown of(RunView run) {
    RunResult result = runs.result(run.number());
    if (result == null) {
      throw Problem.notFound();
    }
    return new Shown(
        run,
        "/teams/" + user.slug() + "/runs/" + run.number(),
        result.archiveSize(),
        result.archiveSha256(),
        read.of(run.number()),
        user.may(Role.MEMBER));
  }

  /** The table as HTML, for the page of another thing. */
  public String html(RunView run) {
    return FormsPages.Templates.formsTable(of(run)).render();
  }
}
