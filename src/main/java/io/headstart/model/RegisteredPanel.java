package io.headstart.model;

import io.headstart.run.RunPanel;
import io.headstart.run.RunView;
import io.headstart.team.CurrentUser;
import io.headstart.team.Role;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** On a run's page: the versions that it was registered as, and the way to register it. */
@ApplicationScoped
@Priority(10)
class RegisteredPanel implements RunPanel {
  private final ReadModels read;
  private final CurrentUser user;

  RegisteredPanel(ReadModels read, CurrentUser user) {
    this.read = read;
    this.user = user;
  }

  /** The template, in {@code ui/templates/model}. */
  @CheckedTemplate(basePath = "model", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
  static class Templates {
    private Templates() {}

    static native TemplateInstance registered(
        RunView run, List<Registered> versions, String team, boolean mayRegister);
  }

  @Override
  public String html(RunView run) {
    if (run.outcome() == null) {
      return "";
    }
    return Templates.registered(
            run, read.ofRun(run.number()), "/teams/" + user.slug(), user.may(Role.MEMBER))
        .render();
  }
}
