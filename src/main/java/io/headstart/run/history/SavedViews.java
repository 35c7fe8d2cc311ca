package io.headstart.run.history;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.problem.Problem.Item;
import io.headstart.platform.tenancy.InTeam;
import io.headstart.platform.tenancy.TeamContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** Views of the table that people keep for themselves: filters, order and columns under a name. */
@ApplicationScoped
public class SavedViews {
  private static final int LONGEST = 60;
  private static final int MOST = 20;

  private final TeamContext context;
  private final EntityManager database;

  SavedViews(TeamContext context, EntityManager database) {
    this.context = context;
    this.database = database;
  }

  /**
   * A view that somebody keeps.
   *
   * @param id names it in addresses
   * @param name what its owner calls it
   * @param query of the table's address, without {@code ?}
   */
  public record View(UUID id, String name, String query) {}

  /** Somebody's views in this team, by name. */
  @InTeam
  public List<View> of(UUID owner) {
    List<?> found =
        database
            .createNativeQuery(
                "select id, name, query from run_views where owner = ?1 order by lower(name), name",
                Object[].class)
            .setParameter(1, owner)
            .getResultList();
    return found.stream()
        .map(row -> (Object[]) row)
        .map(row -> new View((UUID) row[0], (String) row[1], (String) row[2]))
        .toList();
  }

  /**
   * Keeps a view; one of the same name is replaced.
   *
   * @throws Problem 422 for a name that can't be one, and when there are too many
   */
  @InTeam
  public void save(UUID owner, String name, HistoryQuery query) {
    String called = name.replace("\0", "").strip();
    if (called.isEmpty() || called.length() > LONGEST) {
      throw wrong(
          called.isEmpty()
              ? "The view has no name."
              : "The name has " + called.length() + " characters; " + LONGEST + " fit.",
          "Give it one of 1 to " + LONGEST + " characters.");
    }
    List<View> kept = of(owner);
    if (kept.size() >= MOST && kept.stream().noneMatch(view -> view.name().equals(called))) {
      throw wrong(
          "You keep " + MOST + " views already.", "Delete one, or save under the name of another.");
    }
    database
        .createNativeQuery(
            """
            insert into run_views (team_id, id, owner, name, query) values (?1, ?2, ?3, ?4, ?5)
            on conflict (team_id, owner, name) do update set query = excluded.query""")
        .setParameter(1, context.team().id())
        .setParameter(2, UUID.randomUUID())
        .setParameter(3, owner)
        .setParameter(4, called)
        .setParameter(5, query.query())
        .executeUpdate();
  }

  /**
   * Deletes a view.
   *
   * @throws Problem 404 when it isn't one of the owner's
   */
  @InTeam
  public void delete(UUID owner, UUID view) {
    int gone =
        database
            .createNativeQuery("delete from run_views where id = ?1 and owner = ?2")
            .setParameter(1, view)
            .setParameter(2, owner)
            .executeUpdate();
    if (gone == 0) {
      throw Problem.notFound();
    }
  }

  private static Problem wrong(String why, String fix) {
    return new Problem(
        422, "view", "The view wasn't saved", List.of(new Item("viewName", why, fix)));
  }
}
