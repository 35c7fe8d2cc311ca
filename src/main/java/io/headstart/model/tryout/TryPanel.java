package io.headstart.model.tryout;

import io.headstart.run.RunPanel;
import io.headstart.run.RunView;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

/** The box in which a run's model is asked, on its run's page and on those of its versions. */
@ApplicationScoped
@Priority(20)
public class TryPanel implements RunPanel {
  private final TryCard card;

  TryPanel(TryCard card) {
    this.card = card;
  }

  @Override
  public String html(RunView run) {
    return run.outcome() == null ? "" : TryPages.Templates.tryCard(card.of(run)).render();
  }
}
