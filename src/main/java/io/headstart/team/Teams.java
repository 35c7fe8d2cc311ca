package io.headstart.team;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** All teams of the installation: their slugs and names, never what they own. */
@ApplicationScoped
public class Teams {
  /** Slug of the team that the first start makes. */
  public static final String DEMO = "demo";

  private final AcrossTeams across;

  Teams(AcrossTeams across) {
    this.across = across;
  }

  /**
   * The team of this slug, made where it's missing. Safe to call from several servers at once.
   *
   * @param slug lower-case letters, digits and hyphens, at most 40
   * @param name used only when the team is made
   */
  public TeamRef ensure(String slug, String name) {
    return across.inTransaction(database -> ensure(database, slug, name));
  }

  static TeamRef ensure(StatelessSession database, String slug, String name) {
    database
        .createNativeMutationQuery(
            "insert into teams (id, slug, name) values (?1, ?2, ?3) on conflict (slug) do nothing")
        .setParameter(1, UUID.randomUUID())
        .setParameter(2, slug)
        .setParameter(3, name)
        .executeUpdate();
    return new TeamRef(
        Column.of(database, "select id from teams where slug = ?1", UUID.class)
            .setParameter(1, slug)
            .getSingleResult());
  }

  /** The team of this slug. */
  public Optional<Team> find(String slug) {
    return across.inTransaction(
        database ->
            database
                .createSelectionQuery("from Team where slug = :slug", Team.class)
                .setParameter("slug", slug)
                .uniqueResultOptional());
  }

  /** All teams, by name. */
  public List<Team> all() {
    return across.inTransaction(
        database ->
            database
                .createSelectionQuery("from Team order by lower(name)", Team.class)
                .getResultList());
  }

  /**
   * A page of all teams, the newest first.
   *
   * @param page from 1
   * @param size teams on a page
   */
  public List<Team> newest(int page, int size) {
    return across.inTransaction(
        database ->
            database
                .createSelectionQuery("from Team order by createdAt desc, slug", Team.class)
                .setFirstResult((page - 1) * size)
                .setMaxResults(size)
                .getResultList());
  }
}
