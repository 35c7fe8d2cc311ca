package io.headstart.quota;

import io.headstart.platform.tenancy.TeamRef;
import java.util.Map;
import org.hibernate.StatelessSession;

/** Says how much teams store; rooms that keep objects for a team implement it as a bean. */
public interface StoredBytes {
  /** Bytes of the open transaction's team, those that are being uploaded included. */
  long ofTeam();

  /** Bytes of every team that stores any, read across teams. */
  Map<TeamRef, Long> byTeam(StatelessSession system);
}
