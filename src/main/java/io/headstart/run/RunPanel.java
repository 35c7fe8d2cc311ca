package io.headstart.run;

/**
 * A box on the page of a run that a room above supplies as a bean; several stand in the order of
 * their {@code @Priority}, the highest first. Called once for each page, by the thread and in the
 * request that shows it, outside team work; never for other teams' runs.
 */
public interface RunPanel {
  /**
   * The box as HTML, rendered from a template of its own room; empty where it has nothing to say.
   *
   * @param run the run whose page it is
   */
  String html(RunView run);
}
