package io.headstart.platform.tenancy;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Puts methods marked {@link InTeam} into team work. Comes before the one of transactions. */
@InTeam
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 199)
class InTeamInterceptor {
  private final TeamContext context;
  private final TeamWork work;

  InTeamInterceptor(TeamContext context, TeamWork work) {
    this.context = context;
    this.work = work;
  }

  @AroundInvoke
  Object around(InvocationContext call) throws Exception {
    return work.inTeam(context.team(), call::proceed);
  }
}
