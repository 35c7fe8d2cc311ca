package io.headstart.team;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Members of the team that the transaction works for. */
@ApplicationScoped
class Memberships implements PanacheRepositoryBase<Membership, MembershipId> {

  /** Everybody, owners first. */
  List<Member> everybody() {
    return getSession()
        .createNativeQuery(
            "select u.id, u.name, u.email, m.role from memberships m join users u on u.id ="
                + " m.user_id order by m.role = 'OWNER' desc, m.role = 'MEMBER' desc,"
                + " lower(u.name)",
            Object[].class)
        .getResultList()
        .stream()
        .map(
            row ->
                new Member(
                    (UUID) row[0], (String) row[1], (String) row[2], Role.valueOf((String) row[3])))
        .toList();
  }

  /** The membership of a user in this team. */
  Optional<Membership> of(UUID team, UUID user) {
    return findByIdOptional(new MembershipId(team, user));
  }

  /** How many owners the team has; they stay so until the transaction ends. */
  int lockedOwners() {
    return find("role", Role.OWNER).withLock(LockModeType.PESSIMISTIC_WRITE).list().size();
  }
}
