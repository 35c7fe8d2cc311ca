package io.headstart.team;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.InTeam;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** What an owner changes of a team's members; a team always keeps an owner. */
@ApplicationScoped
@InTeam
class MemberChanges {
  private final Memberships members;
  private final CurrentUser current;
  private final Audit audit;

  MemberChanges(Memberships members, CurrentUser current, Audit audit) {
    this.members = members;
    this.current = current;
    this.audit = audit;
  }

  /** Everybody, owners first. */
  List<Member> list() {
    return members.everybody();
  }

  /**
   * Makes sure that a user is a member.
   *
   * @throws Problem 404 when they aren't
   */
  void require(UUID user) {
    if (members.of(current.team().id(), user).isEmpty()) {
      throw Problem.notFound();
    }
  }

  /** Adds a user; one who is a member already gets the role. */
  void add(UUID user, Role role) {
    members
        .of(current.team().id(), user)
        .ifPresentOrElse(
            m -> become(m, role),
            () ->
                members.persist(
                    new Membership(current.team().id(), user, role, Clock.systemUTC().instant())));
    audit.inTeam(current.team(), current.id(), "member-added", user + " " + role);
  }

  /**
   * Gives a member another role.
   *
   * @throws Problem 404 when the user is no member, 409 when the team would lose its last owner
   */
  void change(UUID user, Role role) {
    become(find(user), role);
    audit.inTeam(current.team(), current.id(), "member-role", user + " " + role);
  }

  /**
   * Ends a membership.
   *
   * @throws Problem 404 when the user is no member, 409 when the team would lose its last owner
   */
  void remove(UUID user) {
    Membership member = find(user);
    keepAnOwner(member);
    members.delete(member);
    audit.inTeam(current.team(), current.id(), "member-removed", user.toString());
  }

  private void become(Membership member, Role role) {
    if (role != Role.OWNER) {
      keepAnOwner(member);
    }
    member.become(role);
  }

  private Membership find(UUID user) {
    return members.of(current.team().id(), user).orElseThrow(Problem::notFound);
  }

  private void keepAnOwner(Membership member) {
    if (member.role() == Role.OWNER && members.lockedOwners() == 1) {
      throw lastOwner();
    }
  }

  /** What somebody is told who would leave a team without an owner. */
  static Problem lastOwner() {
    return new Problem(
        409,
        "last-owner",
        "A team needs an owner",
        List.of(
            new Problem.Item(null, "this is the only one", "Make another member an owner first.")));
  }
}
