package io.headstart.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.tenancy.TeamRef;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttemptTokensTest {
  private final AttemptTokens tokens = new AttemptTokens(key('a'));
  private final AttemptRef attempt =
      new AttemptRef(new JobRef(new TeamRef(UUID.randomUUID()), UUID.randomUUID()), 3);

  @Test
  void aTokenSaysWhoseItIsAndIsTheSameAtEachCall() {
    var token = tokens.of(attempt, 7);
    assertEquals(token, tokens.of(attempt, 7));
    assertEquals(Optional.of(new AttemptTokens.Claim(attempt, 7)), tokens.read(token));
  }

  @Test
  void noCharacterOfATokenCanBeChanged() {
    var token = tokens.of(attempt, 7);
    for (int i = 0; i < token.length() - 1; i++) {
      var forged = new StringBuilder(token);
      forged.setCharAt(i, token.charAt(i) == '1' ? '2' : '1');
      assertNotEquals(
          Optional.of(new AttemptTokens.Claim(attempt, 7)),
          tokens.read(forged.toString()),
          "at " + i);
      assertEquals(Optional.empty(), tokens.read(forged.toString()), "at " + i);
    }
  }

  @Test
  void anotherInstallationsTokenIsNone() {
    assertEquals(Optional.empty(), tokens.read(new AttemptTokens(key('b')).of(attempt, 7)));
    assertEquals(Optional.empty(), tokens.read(""));
    assertEquals(Optional.empty(), tokens.read("hsa_a.b.1.1.c"));
  }

  private static InstallationKey key(char letter) {
    return new InstallationKey(String.valueOf(letter).repeat(InstallationKey.SHORTEST));
  }
}
