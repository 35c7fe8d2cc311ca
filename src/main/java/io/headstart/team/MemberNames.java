package io.headstart.team;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of those who made things, for pages. Must be called inside team work. */
@ApplicationScoped
public class MemberNames {
  /** What pages call the one who made what no user made. */
  public static final String HEADSTART = "Headstart";

  private final EntityManager database;

  MemberNames(EntityManager database) {
    this.database = database;
  }

  /**
   * The names of these users, as far as they are members of the team; null stands for Headstart.
   */
  public Names of(Collection<@Nullable UUID> users) {
    Set<UUID> ids = users.stream().filter(Objects::nonNull).collect(Collectors.toSet());
    Map<UUID, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      List<?> rows =
          database
              .createNativeQuery("select id, name from users where id in ?1", Object[].class)
              .setParameter(1, ids)
              .getResultList();
      for (Object row : rows) {
        Object[] cells = (Object[]) row;
        names.put((UUID) cells[0], (String) cells[1]);
      }
    }
    return new Names(names);
  }

  /**
   * Names by id.
   *
   * @param known those that were found
   */
  public record Names(Map<UUID, String> known) {
    /** The name of a user; Headstart's own for null. */
    public String of(@Nullable UUID user) {
      return user == null ? HEADSTART : known.getOrDefault(user, "a former member");
    }
  }
}
