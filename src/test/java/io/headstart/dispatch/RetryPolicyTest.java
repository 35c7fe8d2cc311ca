package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.protocol.ExitCode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void whatAWorkerSaysDecidesWhetherItIsTriedAgain() {
    assertEquals(
        "DONE=1 USAGE=0 BAD_INPUT=0 UNREACHABLE=100000 UNAVAILABLE=3 OUT_OF_MEMORY=0 TRANSIENT=3"
            + " SUPERSEDED=0 CANCELLED=10 CRASH=1",
        Arrays.stream(ExitCode.values())
            .map(exit -> exit + "=" + RetryClass.of(exit).retries())
            .collect(Collectors.joining(" ")));
  }

  @Test
  void aDeathWithoutAWordIsJudgedByItsExitCode() {
    assertEquals(RetryClass.LOST, RetryClass.ofExit(null));
    assertEquals(
        RetryClass.LOST, RetryClass.ofExit(137), "kill -9 is no evidence of memory trouble");
    assertEquals(RetryClass.INFRASTRUCTURE, RetryClass.ofExit(143), "somebody ended it");
    assertEquals(RetryClass.CRASH, RetryClass.ofExit(139));
    assertEquals(RetryClass.CRASH, RetryClass.ofExit(1));
    assertEquals(RetryClass.PROTOCOL, RetryClass.ofExit(0));
    assertEquals(RetryClass.USER, RetryClass.ofExit(65));
    assertEquals(RetryClass.PLATFORM, RetryClass.ofExit(68));
    assertEquals(RetryClass.RESOURCE, RetryClass.ofExit(70));
    assertEquals(RetryClass.FENCED, RetryClass.ofExit(77));
  }

  @Test
  void anExitCodeThatNobodyGaveIsNeverTakenForSuccess() {
    for (int code = 0; code < 256; code++) {
      var retryClass = RetryClass.ofExit(code);
      assertTrue(retryClass.retries() >= 0, code + " " + retryClass);
    }
  }
}
