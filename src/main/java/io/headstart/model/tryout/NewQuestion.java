package io.headstart.model.tryout;

import io.headstart.platform.page.Say;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.protocol.Modality;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A question: a text, or a picture that is going to be uploaded.
 *
 * @param text for a model that reads texts
 * @param fileName of the picture, for a model that reads pictures; a label only
 * @param size bytes of that picture
 */
@Schema(name = "NewQuestion")
public record NewQuestion(@Nullable String text, @Nullable String fileName, @Nullable Long size) {
  /** Characters of a text; the models read its beginning only. */
  public static final int LONGEST_TEXT = 20_000;

  private static final int LONGEST_NAME = 200;

  /**
   * The text, if it's one that can be asked.
   *
   * @throws Problem 422 when it isn't
   */
  String checkedText() {
    String given = text == null ? "" : text.replace("\r\n", "\n").replace("\0", "");
    if (given.isBlank()) {
      throw refused("text", "There is no text.", "Write what the model should read.");
    }
    if (given.length() > LONGEST_TEXT) {
      throw refused(
          "text",
          "It has "
              + Say.count(given.length())
              + " characters; "
              + Say.count(LONGEST_TEXT)
              + " fit.",
          "Cut it: the model reads the beginning only.");
    }
    return given;
  }

  /**
   * The picture's size, if it's one that can be asked about.
   *
   * @param largest bytes
   * @throws Problem 422 when it isn't
   */
  long checkedSize(long largest) {
    if (size == null || size < 1) {
      throw refused(
          "size", "There is no picture.", "Give the size of its file in bytes, and its fileName.");
    }
    if (size > largest) {
      throw refused(
          "size",
          "The file has " + Say.bytes(size) + "; " + Say.bytes(largest) + " fit.",
          "Scale the picture down.");
    }
    return size;
  }

  /** Name of the file as a label. */
  String label() {
    String name = fileName == null ? "" : fileName.replaceAll("\\p{Cntrl}", "").strip();
    return name.isEmpty()
        ? "picture"
        : name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /**
   * Throws unless it's of the kind that the model reads.
   *
   * @throws Problem 422 otherwise
   */
  void mustBe(Modality modality) {
    if (modality == Modality.TEXT && text == null && size != null) {
      throw refused("text", "This model reads texts.", "Give a text.");
    }
    if (modality == Modality.PICTURES && text != null) {
      throw refused("size", "This model reads pictures.", "Give fileName and size of a picture.");
    }
  }

  private static Problem refused(String field, String why, String way) {
    return new Problem(
        422,
        "question-refused",
        "The model can't be asked like this",
        List.of(new Item(field, why, way)));
  }
}
