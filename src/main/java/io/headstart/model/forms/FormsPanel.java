package io.headstart.model.forms;

import io.headstart.run.RunPanel;
import io.headstart.run.RunView;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** The downloads on a run's page. */
@ApplicationScoped
@Priority(15)
class FormsPanel implements RunPanel {
  private final FormsTable table;

  FormsPanel(FormsTable table) {
    this.table = table;
  }

  @Override
  public String html(RunView run) {
    return run.outcome() == null ? "" : FormsPages.Templates.formsCard(table.of(run)).render();
  }
}
