package io.headstart.catalog;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The base models that are ready to be used; the same for all teams. */
@ApplicationScoped
public class BaseModels implements PanacheRepositoryBase<BaseModel, String> {
  /** The one of that id. */
  public Optional<BaseModel> named(String id) {
    return findByIdOptional(id);
  }

  /** All of them, in the order in which people are offered them; the first is the default. */
  public List<BaseModel> inOrder() {
    List<String> shipped = shipped();
    return list("order by id").stream()
        .sorted(Comparator.comparingInt(model -> place(shipped, model.id())))
        .toList();
  }

  private static int place(List<String> shipped, String id) {
    int place = shipped.indexOf(id);
    return place < 0 ? shipped.size() : place;
  }

  private static List<String> shipped() {
    try {
      return ShippedModels.ids();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
