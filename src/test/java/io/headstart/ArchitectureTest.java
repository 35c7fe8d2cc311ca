package io.headstart;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import io.headstart.testsupport.OurClasses;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may use whom. To allow a new use, add it to the table, if it belongs there. */
class ArchitectureTest {
  static final String ROOT = "io.headstart";

  private static final int LINES_OF_A_STATEMENT = 10;

  /** Each line may name only rooms above it, so that cycles cannot be written. */
  private static final Map<String, Set<String>> ROOMS =
      table(
          """
          protocol   :
          platform   :
          storage    : platform
          team       : platform
          quota      : platform team
          job        : protocol platform storage team
          dispatch   : protocol platform storage team quota job
          catalog    : protocol platform storage team quota job
          dataset    : protocol platform storage team quota job catalog
          run        : protocol platform storage team quota job catalog dataset
          model      : protocol platform storage team quota job catalog dataset run
          comparison : protocol platform team catalog dataset run
          admin      : platform team quota job dispatch
          home       : platform team quota job catalog dataset run
          datafile   : protocol
          modelfile  : protocol
          worker     : protocol datafile modelfile
          """);

  private static final String[] WORKER_SIDE = {
    ROOT + ".worker..", ROOT + ".datafile..", ROOT + ".modelfile.."
  };

  private static Map<String, Set<String>> table(String text) {
    Map<String, Set<String>> rooms = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] halves = line.split(":", 2);
      Set<String> uses =
          Arrays.stream(halves[1].trim().split("\\s+"))
              .filter(use -> !use.isEmpty())
              .collect(Collectors.toSet());
      assertTrue(rooms.keySet().containsAll(uses), "only rooms above: " + line);
      rooms.put(halves[0].trim(), uses);
    }
    return rooms;
  }

  /** The empty string is the root package. */
  private static String room(JavaClass c) {
    String name = c.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
  }

  private static boolean ours(JavaClass c) {
    return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
  }

  @Test
  void rooms() {
    ArchRule rule =
        classes()
            .that(describe("are in a room", c -> !room(c).isEmpty()))
            .should(
                new ArchCondition<JavaClass>("use only the rooms that the table allows") {
                  @Override
                  public void check(JavaClass c, ConditionEvents events) {
                    String from = room(c);
                    Set<String> allowed = ROOMS.get(from);
                    if (allowed == null) {
                      events.add(
                          violated(c, c.getName() + ": room '" + from + "' is not in the table"));
                      return;
                    }
                    c.getDirectDependenciesFromSelf().stream()
                        .filter(use -> ours(use.getTargetClass()))
                        .filter(use -> !room(use.getTargetClass()).equals(from))
                        .filter(use -> !allowed.contains(room(use.getTargetClass())))
                        .forEach(
                            use ->
                                events.add(
                                    violated(
                                        use,
                                        from
                                            + " -> "
                                            + room(use.getTargetClass())
                                            + ": "
                                            + use.getDescription())));
                  }
                });
    rule.check(OurClasses.ALL);
  }

  @Test
  void everyRoomOfTheTableIsThere() {
    Set<String> there =
        OurClasses.ALL.stream().map(ArchitectureTest::room).collect(Collectors.toSet());
    ROOMS.keySet().forEach(room -> assertTrue(there.contains(room), "no class in " + room));
  }

  @Test
  void onlyHeadstartInTheRoot() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .haveNameMatching("io\\.headstart\\.(Headstart(\\$.*)?|package-info)");
    rule.check(OurClasses.ALL);
  }

  /** The control plane parses nothing that users uploaded. */
  @Test
  void usersFilesAreReadOnTheWorkerSide() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(WORKER_SIDE)
            .should()
            .dependOnClassesThat(
                describe("read users' files or run models", ArchitectureTest::isOfTheWorkerSide));
    rule.check(OurClasses.ALL);
  }

  private static boolean isOfTheWorkerSide(JavaClass c) {
    String name = c.getName();
    return name.startsWith("ai.djl.")
        || name.startsWith("ai.onnxruntime.")
        || name.startsWith("javax.imageio.")
        || name.startsWith("org.apache.commons.compress.")
        || name.startsWith("de.siegmar.fastcsv.")
        || name.matches("java\\.util\\.zip\\.(Zip|GZIP|Inflater).*");
  }

  @Test
  void theWorkerSideKnowsNoServer() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + ".worker..",
                ROOT + ".protocol..",
                ROOT + ".datafile..",
                ROOT + ".modelfile..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.hibernate..", "org.quartz..");
    rule.check(OurClasses.ALL);
  }

  /** Work across teams goes through AcrossTeams; who does it can't hold a team's repository. */
  @Test
  void acrossTeamsHoldsNoTeamRepository() {
    ArchRule rule =
        noClasses()
            .that(
                describe(
                    "work across teams",
                    c ->
                        c.getDirectDependenciesFromSelf().stream()
                            .anyMatch(
                                use ->
                                    use.getTargetClass()
                                        .getName()
                                        .equals(ROOT + ".platform.tenancy.AcrossTeams"))))
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are Panache repositories",
                    (JavaClass c) ->
                        ours(c)
                            && c.isAssignableTo(
                                "io.quarkus.hibernate.orm.panache.PanacheRepositoryBase")))
            .allowEmptyShould(true);
    rule.check(OurClasses.ALL);
  }

  /** Each call would leave a plan behind; {@code platform.database.Column} says why. */
  @Test
  void oneColumnIsReadByColumn() {
    ArchRule rule =
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "a native statement is given the class of a single value",
                    ArchitectureTest::readsOneValue));
    rule.check(OurClasses.ALL);
  }

  /** What a call is given stands in its statement's first line, as the compiler counts. */
  private static boolean readsOneValue(JavaMethodCall call) {
    return call.getName().equals("createNativeQuery")
        && call.getTarget().getRawParameterTypes().size() == 2
        && call.getOrigin().getReferencedClassObjects().stream()
            .filter(named -> named.getLineNumber() <= call.getLineNumber())
            .filter(named -> named.getLineNumber() > call.getLineNumber() - LINES_OF_A_STATEMENT)
            .max(Comparator.comparingInt(ReferencedClassObject::getLineNumber))
            .map(named -> named.getValue().getName())
            .filter(name -> name.startsWith("java.") && !name.equals("java.lang.Object"))
            .isPresent();
  }

  /** Quarkus ignores others with a warning that nobody reads. */
  @Test
  void resourceMethodsArePublic() {
    ArchRule rule =
        methods()
            .that(
                describe(
                    "are resource methods",
                    m ->
                        m.getAnnotations().stream()
                            .anyMatch(
                                a ->
                                    a.getRawType().isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod")
                                        || a.getRawType().getName().equals("jakarta.ws.rs.Path"))))
            .should()
            .bePublic()
            .allowEmptyShould(true);
    rule.check(OurClasses.ALL);
  }
}
