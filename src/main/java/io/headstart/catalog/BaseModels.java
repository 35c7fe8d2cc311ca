package io.headstart.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The base models that are ready to be used; the same for all teams. */
@ApplicationScoped
public class BaseModels implements PanacheRepositoryBase<BaseModel, String> {
  /** The one of that id. */
  public Optional<BaseModel> named(String id) {
    return findByIdOptional(id);
  }

  /** All of them, by id. */
  public List<BaseModel> inOrder() {
    return list("order by id");
  }
}
