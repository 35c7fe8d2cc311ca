package io.headstart.platform.tenancy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.headstart.job.JobKind;
import io.headstart.team.Needs;
import io.headstart.team.Open;
import io.headstart.testsupport.OurClasses;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;

/** What keeps code inside its team, seen in the classes. */
class TenancyRulesTest {
  private static final DescribedPredicate<JavaClass> REPOSITORY =
      describe(
          "are repositories of team tables",
          c ->
              c.isAssignableTo(PanacheRepositoryBase.class)
                  && !c.getPackageName().startsWith("io.quarkus"));

  private static final DescribedPredicate<JavaClass> TEAM_WORK =
      describe(
          "do team work",
          c ->
              c.isAnnotatedWith(InTeam.class)
                  || c.getMethods().stream().anyMatch(m -> m.isAnnotatedWith(InTeam.class))
                  || uses(c, TeamWork.class)
                  || c.isAssignableTo(JobKind.class) // called as team work, says its contract
                  || REPOSITORY.test(c));

  private static boolean uses(JavaClass one, Class<?> other) {
    return one.getDirectDependenciesFromSelf().stream()
        .anyMatch(d -> d.getTargetClass().isEquivalentTo(other));
  }

  private static boolean isResource(JavaMethod method) {
    return method.getAnnotations().stream()
        .anyMatch(a -> a.getRawType().isMetaAnnotatedWith(HttpMethod.class));
  }

  @Test
  void acrossTeamsHoldsNoRepository() {
    ArchRule rule =
        noClasses()
            .that(describe("work across teams", c -> uses(c, AcrossTeams.class)))
            .should(dependOnClassesThat(REPOSITORY));
    rule.check(OurClasses.ALL);
  }

  /** Repositories are reached from team work, or from a class that only team work reaches. */
  @Test
  void repositoriesAreUsedByTeamWork() {
    ArchRule rule =
        classes()
            .that(describe("use a repository", TenancyRulesTest::usesRepository))
            .should(
                new ArchCondition<JavaClass>("do team work, or be used by team work only") {
                  @Override
                  public void check(JavaClass item, ConditionEvents events) {
                    if (!TEAM_WORK.test(item) && !onlyTeamWorkReaches(item, 3)) {
                      events.add(
                          SimpleConditionEvent.violated(
                              item, item.getName() + " uses a repository outside of team work"));
                    }
                  }
                });
    rule.check(OurClasses.ALL);
  }

  private static boolean usesRepository(JavaClass one) {
    return !REPOSITORY.test(one)
        && one.getDirectDependenciesFromSelf().stream()
            .anyMatch(d -> REPOSITORY.test(d.getTargetClass()));
  }

  private static boolean onlyTeamWorkReaches(JavaClass item, int steps) {
    var users =
        item.getDirectDependenciesToSelf().stream()
            .map(d -> d.getOriginClass())
            .filter(c -> !c.equals(item) && !c.getName().startsWith(item.getName() + "$"))
            .distinct()
            .toList();
    return !users.isEmpty()
        && users.stream()
            .allMatch(c -> TEAM_WORK.test(c) || (steps > 0 && onlyTeamWorkReaches(c, steps - 1)));
  }

  /** The filter reads the database, so it must not run on an event loop. */
  @Test
  void streamsAreBlocking() {
    ArchRule rule =
        methods()
            .that(
                describe(
                    "are resource methods that answer later",
                    m ->
                        isResource(m)
                            && (m.getRawReturnType().isAssignableTo(Multi.class)
                                || m.getRawReturnType().isAssignableTo(Uni.class))))
            .should(
                new ArchCondition<JavaMethod>("be @Blocking") {
                  @Override
                  public void check(JavaMethod item, ConditionEvents events) {
                    if (!item.isAnnotatedWith(Blocking.class)
                        && !item.getOwner().isAnnotatedWith(Blocking.class)) {
                      events.add(
                          SimpleConditionEvent.violated(
                              item, item.getFullName() + " isn't @Blocking"));
                    }
                  }
                })
            .allowEmptyShould(true);
    rule.check(OurClasses.ALL);
  }

  /**
   * Who changes something of a team says which role that takes; the default is for the forgetful.
   */
  @Test
  void changesNameTheirRole() {
    ArchRule rule =
        methods()
            .that(
                describe(
                    "change something of a team",
                    m ->
                        isResource(m)
                            && m.getModifiers().contains(JavaModifier.PUBLIC)
                            && !m.isAnnotatedWith(jakarta.ws.rs.GET.class)
                            && m.getOwner().isAnnotatedWith(Path.class)
                            && m.getOwner()
                                .getAnnotationOfType(Path.class)
                                .value()
                                .contains("teams/{team}")))
            .should(
                new ArchCondition<JavaMethod>("be marked with @Needs") {
                  @Override
                  public void check(JavaMethod item, ConditionEvents events) {
                    if (!item.isAnnotatedWith(Needs.class)
                        && !item.getOwner().isAnnotatedWith(Needs.class)) {
                      events.add(
                          SimpleConditionEvent.violated(
                              item, item.getFullName() + " has no @Needs"));
                    }
                  }
                });
    rule.check(OurClasses.ALL);
  }

  /** What is open to everybody is on this list and nowhere else. */
  @Test
  void onlySignInAndSetUpAreOpen() {
    ArchRule rule =
        classes()
            .that(
                describe(
                    "have something open",
                    c ->
                        c.isAnnotatedWith(Open.class)
                            || c.getMethods().stream()
                                .anyMatch(m -> m.isAnnotatedWith(Open.class))))
            .should()
            .haveNameMatching("io\\.headstart\\.team\\.(SignIn|Setup|Start|Join)Pages");
    rule.check(OurClasses.ALL);
  }
}
