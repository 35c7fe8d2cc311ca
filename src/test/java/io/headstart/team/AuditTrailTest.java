package io.headstart.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
  @Test
  void whoeverTheTeamCannotSeeIsAnAdministratorExactlyWhereOnlyTheyMayDoIt() {
    assertTrue(AuditTrail.KINDS.containsAll(AuditTrail.OF_ADMINS), "each can be filtered");
    Set<String> called =
        AuditTrail.KINDS.stream()
            .filter(kind -> AuditTrail.outsider(kind).equals("an administrator"))
            .collect(Collectors.toSet());
    assertEquals(AuditTrail.OF_ADMINS, called);
    assertTrue(
        AuditTrail.KINDS.stream()
            .filter(kind -> kind.startsWith("job-"))
            .allMatch(AuditTrail.OF_ADMINS::contains),
        "what is done to a team's jobs in the queue is done by administrators");
  }
}
