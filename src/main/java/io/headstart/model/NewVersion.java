package io.headstart.model;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to register: a run, as the next version of one of the team's models or as the
 * first one of a new model.
 *
 * @param run number of a run that has succeeded
 * @param model name of the model; null when it's a new one
 * @param newModel name of a new model; null when there is one
 * @param note may be missing
 */
@Schema(name = "NewModelVersion")
public record NewVersion(
    @Nullable Long run, @Nullable String model, @Nullable String newModel, @Nullable String note) {
  static final int LONGEST_NAME = 60;
  static final int LONGEST_NOTE = 2_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** Addresses that a model's name would hide. */
  private static final String RESERVED = "new";

  /**
   * What is right as far as this alone can tell.
   *
   * @param model name of a model
   * @param isNew whether it's to be made
   */
  record Checked(long run, String model, boolean isNew, String note) {}

  /**
   * Checks it.
   *
   * @throws Problem 422 with an item for each field that is wrong
   */
  Checked checked() {
    List<Item> items = new ArrayList<>();
    if (run == null) {
      items.add(new Item("run", "There is no run.", "Give the number of one that has succeeded."));
    }
    String old = model == null ? "" : model.strip();
    String fresh = newModel == null ? "" : newModel.strip();
    if (old.isEmpty() && fresh.isEmpty()) {
      items.add(
          new Item("newModel", "The model has no name.", "Choose a model or name a new one."));
    } else if (!old.isEmpty() && !fresh.isEmpty()) {
      items.add(
          new Item(
              "newModel",
              "Both a model and a name for a new one are given.",
              "Leave this empty to add a version to " + old + "."));
    } else if (!fresh.isEmpty()) {
      name(fresh, items);
    }
    String text = note(note, items);
    if (run == null || !items.isEmpty()) {
      throw new Problem(
          422, "registration-refused", "The model can't be registered like this", items);
    }
    return new Checked(run, old.isEmpty() ? fresh : old, old.isEmpty(), text);
  }

  private static void name(String name, List<Item> items) {
    if (name.length() > LONGEST_NAME) {
      items.add(
          new Item(
              "newModel",
              "It has " + name.length() + " characters; " + LONGEST_NAME + " fit.",
              "Take a shorter name."));
    } else if (!NAME.matcher(name).matches()) {
      items.add(
          new Item(
              "newModel",
              "A model's name stands in addresses.",
              "Use letters without accents, digits, dots, hyphens and underscores, beginning with a"
                  + " letter or a digit."));
    } else if (name.equalsIgnoreCase(RESERVED)) {
      items.add(new Item("newModel", "This name is taken by a page.", "Take another name."));
    }
  }

  /** A note's text; a fault of it becomes an item of {@code note}. */
  static String note(@Nullable String note, List<Item> items) {
    String text = note == null ? "" : note.replace("\r\n", "\n").replace("\0", "").strip();
    if (text.length() > LONGEST_NOTE) {
      items.add(
          new Item(
              "note",
              "It has " + text.length() + " characters; " + LONGEST_NOTE + " fit.",
              "Say it in fewer words."));
    }
    return text;
  }
}
