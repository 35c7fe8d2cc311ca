package io.headstart.model;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Models of the team that the transaction works for. */
@ApplicationScoped
class RegisteredModels implements PanacheRepositoryBase<RegisteredModel, RegisteredModel.Key> {
  /** The one of that name, whatever the case of its letters. */
  Optional<RegisteredModel> named(String name) {
    return find("lower(name) = lower(?1)", name).firstResultOptional();
  }

  /** The same, locked until the transaction ends: its versions and stages change one by one. */
  Optional<RegisteredModel> locked(String name) {
    return find("lower(name) = lower(?1)", name)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** By name. */
  List<RegisteredModel> inOrder() {
    return list("order by lower(name)");
  }
}
