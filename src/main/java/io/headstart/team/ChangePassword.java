package io.headstart.team;

import io.headstart.platform.database.Column;
import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.AcrossTeams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes one's own password; it needs the one before, and guessing it is slowed down. */
@ApplicationScoped
class ChangePassword {
  private final AcrossTeams across;
  private final Passwords passwords;
  private final SignInTries tries;
  private final Sessions sessions;
  private final Audit audit;

  ChangePassword(
      AcrossTeams across, Passwords passwords, SignInTries tries, Sessions sessions, Audit audit) {
    this.across = across;
    this.passwords = passwords;
    this.tries = tries;
    this.sessions = sessions;
    this.audit = audit;
  }

  /**
   * Changes it and ends every other session of the user.
   *
   * @param address the network address that the try comes from
   * @param session the one that stays
   * @throws Problem 422 naming {@code current} or {@code password}; 429 naming {@code current}
   *     after too many wrong tries
   */
  void change(Account who, String before, String password, String address, Secret session) {
    Optional<Duration> wait = tries.begin(who.email(), address);
    if (wait.isPresent()) {
      throw new Problem(
          429,
          "too-many-tries",
          "Too many tries",
          List.of(
              new Problem.Item(
                  "current",
                  "These were too many tries.",
                  "The next is possible in " + SignInPages.minutes(wait.get()) + ".")));
    }
    List<Problem.Item> faults = new ArrayList<>();
    if (!passwords.isRight(before, hash(who))) {
      faults.add(
          new Problem.Item(
              "current", "This is not your password.", "Write the one you signed in with."));
    } else {
      tries.succeeded(who.email(), address);
    }
    passwords.fault(password, who.email()).ifPresent(faults::add);
    People.refuse(faults);
    String hash = passwords.hash(password);
    across.run(
        database -> {
          database
              .createNativeMutationQuery("update users set password_hash = ?2 where id = ?1")
              .setParameter(1, who.id())
              .setParameter(2, hash)
              .executeUpdate();
          audit.across(database, null, who.id(), "password-set", "by the user");
        });
    sessions.endOthers(who.id(), session);
  }

  private @org.jspecify.annotations.Nullable String hash(Account who) {
    return across.inTransaction(
        database ->
            Column.of(database, "select password_hash from users where id = ?1", String.class)
                .setParameter(1, who.id())
                .uniqueResult());
  }
}
