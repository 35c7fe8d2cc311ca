package io.headstart.team;

import io.headstart.platform.page.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The frame around a page, for whoever asks for it. */
@ApplicationScoped
public class Frames {
  private final CurrentUser current;

  Frames(CurrentUser current) {
    this.current = current;
  }

  /**
   * The frame of this request's page.
   *
   * @param section the part of the product that the page belongs to
   * @throws IllegalStateException when nobody has signed in
   */
  public Frame of(Frame.Section section) {
    Account account = current.account();
    List<Frame.Team> teams =
        account.seats().stream().map(s -> new Frame.Team(s.slug(), s.name())).toList();
    return new Frame(
        account.name(),
        current.seat().map(s -> new Frame.Team(s.slug(), s.name())).orElse(null),
        teams,
        account.platformAdmin(),
        section);
  }
}
