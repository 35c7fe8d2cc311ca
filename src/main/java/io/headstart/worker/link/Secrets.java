package io.headstart.worker.link;

import java.util.regex.Pattern;

/** Takes out of a line what must not stand in a log: the token and signatures of URLs. */
final class Secrets {
  private static final Pattern SIGNATURE =
      Pattern.compile("(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\\s\"]+");

  private Secrets() {}

  static String hidden(String line, String token) {
    return SIGNATURE.matcher(line.replace(token, "[token]")).replaceAll("$1[hidden]");
  }
}
