package io.headstart.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The manifests that ship with Headstart: {@code catalog/shipped.txt} on the class path names them,
 * one id a line, the one that a run takes by default first; {@code catalog/<id>.json} is the
 * manifest.
 */
final class ShippedModels {
  private static final String FOLDER = "/catalog/";

  private ShippedModels() {}

  /** Ids in the order in which people are offered them. */
  static List<String> ids() throws IOException {
    return read(FOLDER + "shipped.txt").lines().toList();
  }

  /** The manifest as it stands in its file. */
  static String manifest(String id) throws IOException {
    return read(FOLDER + id + ".json");
  }

  /** A file of a base model. */
  static InputStream open(String resource) throws IOException {
    InputStream content = ShippedModels.class.getResourceAsStream(resource);
    if (content == null) {
      throw new IOException(resource + " is not on the class path");
    }
    return content;
  }

  private static String read(String resource) throws IOException {
    try (InputStream content = open(resource)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
