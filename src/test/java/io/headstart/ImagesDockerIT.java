package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.ExitCode;
import io.headstart.testsupport.Docker;
import io.headstart.testsupport.Docker.Said;
import org.junit.jupiter.api.Test;

/** The images of a cluster, built as README says and started as its pods start them. */
class ImagesDockerIT {
  @Test
  void theServerSaysWhatItLacksFromAReadOnlyImageAndAsNobody() {
    String image = built("control-plane");
    Said said = asInAPod(image, "--tmpfs", "/var/lib/headstart:uid=10001,gid=10001,mode=700");
    assertEquals(1, said.exitCode(), said.text());
    assertTrue(said.text().contains("Headstart can't start. "), said.text());
    assertTrue(said.text().contains("HEADSTART_DATABASE_URL"), said.text());
  }

  @Test
  void theWorkerSaysWhatItLacksFromAReadOnlyImageAndAsNobody() {
    String image = built("worker-cpu");
    Said said = asInAPod(image);
    assertEquals(ExitCode.USAGE.code(), said.exitCode(), said.text());
    assertTrue(said.text().contains("HEADSTART_ATTEMPT_URL"), said.text());
  }

  private static String built(String image) {
    String name = "headstart-it-" + image;
    String file = "k8s/images/" + image + "/Dockerfile";
    Docker.run("build", "-t", name, "-f", file, "target/images/" + image).well();
    return name;
  }

  private static Said asInAPod(String image, String... more) {
    String[] common = {
      "run", "--rm", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"
    };
    String[] words = new String[common.length + more.length + 3];
    System.arraycopy(common, 0, words, 0, common.length);
    System.arraycopy(more, 0, words, common.length, more.length);
    words[words.length - 3] = "--tmpfs";
    words[words.length - 2] = "/tmp";
    words[words.length - 1] = image;
    return Docker.run(words);
  }
}
