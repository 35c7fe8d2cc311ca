package io.headstart.team;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** API tokens of the team that the transaction works for. */
@ApplicationScoped
class ApiTokens implements PanacheRepositoryBase<ApiToken, ApiTokenId> {

  /** Tokens that aren't revoked, newest first: a user's own, or everybody's. */
  List<ApiToken> living(UUID user, boolean everybodys) {
    return everybodys
        ? list("revokedAt is null order by createdAt desc")
        : list("revokedAt is null and userId = ?1 order by createdAt desc", user);
  }

  /** A token of this team. */
  Optional<ApiToken> of(UUID team, UUID id) {
    return findByIdOptional(new ApiTokenId(team, id));
  }
}
