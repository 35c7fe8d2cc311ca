package io.headstart.run;

import io.headstart.catalog.Manifest;

/** Holds what somebody asks for of pictures against what the base model can take. */
final class CheckPictures {
  private static final double SMALLEST = 0.05;
  private static final int MOST_VIEWS = 20;

  private final Fields fields;

  CheckPictures(Fields fields) {
    this.fields = fields;
  }

  /**
   * The choice, defaults filled in; faults become items of the fields.
   *
   * @param frozen blocks that stay as they are
   */
  PictureChoice check(Manifest base, int frozen) {
    Manifest.Input input = base.input();
    int before = fields.items().size();
    int side = (int) fields.whole(NewRun.SIDE, "The side", 1, Integer.MAX_VALUE, input.side());
    if (!input.sides().contains(side) && fields.items().size() == before) {
      fields.wrong(
          NewRun.SIDE,
          base.name() + " does not read pictures of " + side + " pixels a side.",
          "Take one of "
              + String.join(", ", input.sides().stream().map(String::valueOf).toList())
              + ".");
    }
    double crop =
        fields.number(NewRun.SMALLEST_CROP, "The smallest part of a picture", SMALLEST, 1, 1);
    boolean flip = fields.flag(NewRun.FLIP, "Mirroring");
    double colour = fields.number(NewRun.COLOUR, "The change of colours", 0, 0.5, 0);
    int views = (int) fields.whole(NewRun.CACHED_VIEWS, "Views", 1, MOST_VIEWS, 1);
    PictureChoice choice = new PictureChoice(side, crop, flip, colour, views);
    if (choice.varies() && frozen > 0 && views == 1) {
      fields.wrong(
          NewRun.CACHED_VIEWS,
          "With frozen blocks each picture is computed once, so one view leaves nothing to vary.",
          "Keep 2 views or more, or freeze nothing.");
    }
    return choice;
  }
}
