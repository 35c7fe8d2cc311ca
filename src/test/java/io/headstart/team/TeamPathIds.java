package io.headstart.team;

import io.agroal.api.AgroalDataSource;
import io.headstart.testsupport.Crew;
import io.headstart.testsupport.Fixtures;
import io.headstart.testsupport.PathIds;
import io.headstart.testsupport.Person;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** A token, a member, an account, a link, and the classes of capacity. */
@ApplicationScoped
class TeamPathIds implements PathIds {
  private final Fixtures fixtures;
  private final AgroalDataSource system;
  private final io.headstart.platform.tenancy.TeamWork work;
  private final EntityManager database;

  TeamPathIds(
      Fixtures fixtures,
      @DataSource("system") AgroalDataSource system,
      io.headstart.platform.tenancy.TeamWork work,
      EntityManager database) {
    this.fixtures = fixtures;
    this.system = system;
    this.work = work;
    this.database = database;
  }

  private Made invitation(io.headstart.platform.tenancy.TeamRef team, UUID by) {
    Made made = new Made(UUID.randomUUID(), Secret.fresh());
    work.run(
        team,
        () ->
            database
                .createNativeQuery(
                    "insert into invitations (team_id, id, hash, role, created_by, expires_at)"
                        + " values (?1, ?2, ?3, 'VIEWER', ?4, now() + interval '1 day')")
                .setParameter(1, team.id())
                .setParameter(2, made.id())
                .setParameter(3, made.secret().hash())
                .setParameter(4, by)
                .executeUpdate());
    return made;
  }

  private record Made(UUID id, Secret secret) {}

  @Override
  public void make(Crew crew, Map<String, String> ids) {
    Person spare = fixtures.person(crew.team(), Role.VIEWER);
    Person person = fixtures.loner();
    UUID token =
        work.call(
            crew.team(),
            () ->
                (UUID)
                    database
                        .createNativeQuery("select id from api_tokens where user_id = ?1 limit 1")
                        .setParameter(1, spare.id())
                        .getSingleResult());
    ids.put("token", token.toString());
    ids.put("member", spare.id().toString());
    ids.put("user", person.id().toString());
    ids.put("slug", crew.slug());
    ids.put("class", "training");
    ids.put("invitation", invitation(crew.team(), spare.id()).id().toString());
    // To a team of its own: whoever opens it gets no seat in the teams of the scene.
    ids.put("invite", invitation(fixtures.crew().team(), spare.id()).secret().text());
    try {
      ids.put("link", SetupLinks.createFor(system, person.id()).getPath().substring(7));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
