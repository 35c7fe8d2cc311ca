package io.headstart.bench;

import io.headstart.testsupport.Letters;
import io.headstart.testsupport.Owner;
import io.headstart.testsupport.PackagedProgram;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What options of Java cost and give a server: its CPU until it's ready, and milliseconds of pages,
 * API and sign-in (Argon2) while it gets warm. Each argument is one set of options, an empty one
 * Java's own choice; all sets in one run, so that they can be compared.
 *
 * <pre>
 * java -Dheadstart.app=target/quarkus-app/quarkus-run.jar \
 *     -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     src/bench/java/io/headstart/bench/JavaOptionsBench.java \
 *     -XX:TieredStopAtLevel=4 -XX:TieredStopAtLevel=1
 * </pre>
 */
public final class JavaOptionsBench {
  private static final int BLOCKS = 4;
  private static final int OPENED = 400;
  private static final int SIGN_INS = 12;
  private static final Pattern CSRF = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

  private JavaOptionsBench() {}

  /** One set of options each. */
  public static void main(String[] sets) throws Exception {
    System.out.println("block: ms of a page of runs, of new run, of the API's list, of a sign-in; CPU s");
    for (String set : sets) {
      measure(set);
    }
    System.exit(0); // clients' threads are none of ours
  }

  private static void measure(String set) throws Exception {
    Path home = Files.createTempDirectory("java-options");
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"));
    options.addAll(List.of(set.split(" ")));
    PackagedProgram program = PackagedProgram.start(home, options.toArray(String[]::new));
    try (program) {
      program.awaitReady();
      System.out.printf(Locale.ROOT, "%s%n  ready: CPU %.1f s%n", set, cpu(program));
      Owner owner = Owner.setUp(program, home);
      owner.accepted(Letters.write(home.resolve("letters.csv"), 60));
      for (int block = 1; block <= BLOCKS; block++) {
        double runs = mean(OPENED, () -> owner.html("/teams/demo/runs"));
        double plan = mean(OPENED, () -> owner.html("/teams/demo/runs/new"));
        double list = mean(OPENED, () -> owner.text("/runs"));
        double sign = mean(SIGN_INS, () -> signIn(program));
        System.out.printf(
            Locale.ROOT,
            "  %d: %.2f %.2f %.2f %.1f; %.1f%n",
            block,
            runs,
            plan,
            list,
            sign,
            cpu(program));
      }
    }
  }

  private static double cpu(PackagedProgram program) {
    return program.process().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private static double mean(int times, Runnable what) {
    long began = System.nanoTime();
    for (int i = 0; i < times; i++) {
      what.run();
    }
    return (System.nanoTime() - began) / 1e6 / times;
  }

  private static void signIn(PackagedProgram program) {
    try {
      URI page = program.page().resolve("/sign-in");
      HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
      String form = http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
      Matcher csrf = CSRF.matcher(form);
      if (!csrf.find()) {
        throw new IllegalStateException(form);
      }
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(page)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      BodyPublishers.ofString(
                          "csrf-token="
                              + encoded(csrf.group(1))
                              + "&email="
                              + encoded(Owner.EMAIL)
                              + "&password="
                              + encoded(Owner.PASSWORD)))
                  .build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 303) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
