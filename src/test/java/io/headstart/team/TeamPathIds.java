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
    try {
      ids.put("link", SetupLinks.createFor(system, person.id()).getPath().substring(7));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
