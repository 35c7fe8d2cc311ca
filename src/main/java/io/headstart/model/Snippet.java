package io.headstart.model;

/** Lines for a terminal that fetch a version and ask it something; they need no Headstart after. */
final class Snippet {
  private static final String LINES =
      """
      URL=$(curl -sS --fail -H "Authorization: Bearer $TOKEN" %1$s/api/v1/teams/%2$s/%3$s/download | sed 's/.*"url":"\\([^"]*\\)".*/\\1/')
      curl -sS --fail -o %4$s.zip "$URL" && echo "%5$s  %4$s.zip" | sha256sum -c
      python3 -m zipfile -e %4$s.zip %4$s
      pip install onnxruntime numpy %6$s
      python3 %4$s/predict.py %7$s
      """;

  private Snippet() {}

  /**
   * The lines.
   *
   * @param site address of the server
   * @param team slug
   */
  static String of(Registered version, String site, String team) {
    boolean pictures = version.run().settings().pictures() != null;
    return LINES
        .formatted(
            site,
            team,
            version.path(),
            version.model() + "-v" + version.number(),
            version.sha256(),
            pictures ? "Pillow" : "tokenizers",
            pictures ? "a.jpg" : "\"a text\"")
        .strip();
  }
}
