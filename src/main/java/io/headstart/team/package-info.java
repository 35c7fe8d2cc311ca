/** Users, teams, members, roles, sign-in, sessions and API tokens. */
@NullMarked
package io.headstart.team;

import org.jspecify.annotations.NullMarked;
