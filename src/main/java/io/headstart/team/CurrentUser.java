package io.headstart.team;

import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes this request, and for which team. Filled once by {@link AccessFilter} before any
 * resource method runs; empty on resources that are {@link Open}, unless a session came along.
 */
@RequestScoped
public class CurrentUser {
  private @Nullable Account account;
  private @Nullable Seat seat;

  void enter(Account account) {
    this.account = account;
  }

  void sit(Seat seat) {
    this.seat = seat;
  }

  /** Whether anybody has signed in. */
  public boolean isSignedIn() {
    return account != null;
  }

  /**
   * The account.
   *
   * @throws IllegalStateException when nobody has signed in
   */
  public Account account() {
    if (account == null) {
      throw new IllegalStateException("nobody has signed in");
    }
    return account;
  }

  /** Primary key of {@code users}. */
  public UUID id() {
    return account().id();
  }

  /** Name as shown on pages. */
  public String name() {
    return account().name();
  }

  /** E-mail address, in lower case. */
  public String email() {
    return account().email();
  }

  /** Whether the user may administer the installation; says nothing about teams' data. */
  public boolean isPlatformAdmin() {
    return account().platformAdmin();
  }

  /** The team of this request, if its address names one. */
  public Optional<Seat> seat() {
    return Optional.ofNullable(seat);
  }

  /**
   * The team of this request.
   *
   * @throws IllegalStateException when the address names no team
   */
  public TeamRef team() {
    return here().team();
  }

  /** The slug of the team of this request. */
  public String slug() {
    return here().slug();
  }

  /** The role in the team of this request. */
  public Role role() {
    return here().role();
  }

  /** Whether the role in the team of this request covers {@code needed}. */
  public boolean may(Role needed) {
    return role().covers(needed);
  }

  private Seat here() {
    return seat().orElseThrow(() -> new IllegalStateException("this address names no team"));
  }
}
