package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.AttemptTokens;
import io.headstart.job.AttemptRef;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The attempt whose token came with the request. Filled once by {@link AttemptTokenFilter}. */
@RequestScoped
class CallingAttempt {
  private AttemptTokens.@Nullable Claim claim;

  void enter(AttemptTokens.Claim claim) {
    this.claim = claim;
  }

  AttemptRef attempt() {
    return claim().attempt();
  }

  long epoch() {
    return claim().epoch();
  }

  private AttemptTokens.Claim claim() {
    if (claim == null) {
      throw new IllegalStateException("no attempt makes this request");
    }
    return claim;
  }
}
