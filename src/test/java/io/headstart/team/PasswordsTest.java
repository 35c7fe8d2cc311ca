package io.headstart.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.Argon2Function;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void onlyThePasswordThatWasHashedIsRight() {
    String hash = passwords.hash("a long enough one");
    assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
    assertTrue(passwords.isRight("a long enough one", hash));
    assertFalse(passwords.isRight("another long one", hash));
  }

  /** Whoever measures the time learns nothing: it's the same function with the same sizes. */
  @Test
  void withoutAnAccountTheSameWorkIsDone() {
    Argon2Function real = Argon2Function.getInstanceFromHash(passwords.hash("a long enough one"));
    Argon2Function made = Argon2Function.getInstanceFromHash(passwords.nobodys());
    assertEquals(real, made);
    assertEquals(32, made.getOutputLength());
    assertEquals(passwords.hash("x").length(), passwords.nobodys().length());
    assertFalse(passwords.isRight("a long enough one", null));
  }
}
