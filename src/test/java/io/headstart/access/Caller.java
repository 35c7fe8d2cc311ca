package io.headstart.access;

/** Who tries a method; the columns of the table, in this order. */
enum Caller {
  /** Shows nothing. */
  ANONYMOUS,
  VIEWER,
  MEMBER,
  OWNER,
  /** Owner of another team. */
  OTHER,
  /** Platform administrator, member of no team. */
  ADMIN,
  /** An attempt of this team's. */
  ATTEMPT,
  /** An attempt of another team's. */
  ALIEN,
  /** A member whose session and token have died of age. */
  EXPIRED
}
