package io.headstart.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.headstart.protocol.Modality;
import io.headstart.protocol.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a base model: where it comes from, what it suits, and the blocks that can be
 * frozen.
 *
 * @param id name in addresses and in the API
 * @param name for people
 * @param summary one sentence
 * @param tasks families of tasks that it can be trained for, such as {@code text-classification}
 * @param suits what it suits, and what not
 * @param learnedFrom what it was trained on before
 * @param provenance where its file comes from
 * @param licence SPDX identifier
 * @param input what it reads
 * @param pooling how its output becomes one vector: {@code mean} or {@code cls}; null for pictures
 * @param width length of that vector
 * @param blocks from input to output; freezing takes the first ones
 * @param model its ONNX file
 * @param tokenizer its tokenizer; null for pictures
 */
public record Manifest(
    String id,
    String name,
    String summary,
    List<String> tasks,
    String suits,
    String learnedFrom,
    String provenance,
    String licence,
    Input input,
    @Nullable String pooling,
    int width,
    List<Block> blocks,
    Source model,
    @Nullable Source tokenizer) {

  /**
   * What it reads.
   *
   * @param kind {@code text} or {@code image}
   * @param maximumTokens longer texts are cut; 0 for pictures
   * @param language for people; null for pictures
   * @param side of a picture in pixels, if nothing else is chosen; 0 for texts
   * @param sides that can be chosen, in ascending order; none for texts
   * @param mean of red, green and blue that is taken off, in units of 0 to 255; none for texts
   * @param scale by which they are divided then; none for texts
   */
  public record Input(
      String kind,
      int maximumTokens,
      @Nullable String language,
      int side,
      List<Integer> sides,
      List<Double> mean,
      List<Double> scale) {
    public Input {
      sides = sides == null ? List.of() : List.copyOf(sides);
      mean = mean == null ? List.of() : List.copyOf(mean);
      scale = scale == null ? List.of() : List.copyOf(scale);
    }
  }

  /**
   * A part that people see and freeze.
   *
   * @param name for people
   * @param detail what is in it
   * @param parameters how many
   */
  public record Block(String name, String detail, long parameters) {}

  /**
   * A file of it.
   *
   * @param resource where it is on the class path
   * @param size bytes
   * @param sha256 64 hexadecimal digits
   */
  public record Source(String resource, long size, String sha256) {}

  /** What it reads. */
  public Modality modality() {
    return input.kind().equals("image") ? Modality.PICTURES : Modality.TEXT;
  }

  /** What it reads, in words. */
  public String reads() {
    return modality() == Modality.PICTURES ? "pictures" : String.valueOf(input.language());
  }

  /** Whether it reads pictures. */
  public boolean isOfPictures() {
    return modality() == Modality.PICTURES;
  }

  /** All parameters of the base model, without a head. */
  public long parameters() {
    return blocks.stream().mapToLong(Block::parameters).sum();
  }

  /** Parameters of the first {@code blocks} blocks. */
  public long parametersOfFirst(int first) {
    return blocks.stream().limit(first).mapToLong(Block::parameters).sum();
  }

  /**
   * Reads one from JSON.
   *
   * @throws IllegalStateException when it isn't a manifest: a fault of the installation
   */
  static Manifest parse(String json) {
    try {
      return Protocol.json().readValue(json, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a base model's manifest can't be read", e);
    }
  }
}
