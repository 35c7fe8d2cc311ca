package io.headstart.worker.link;

import com.fasterxml.jackson.databind.JsonNode;

/** What a worker does for one kind of job. */
public interface Work {
  /**
   * Does the attempt: reads inputs, tells progress, uploads objects. Called once, on the main
   * thread; is interrupted when the attempt has to stop, and should ask {@link Attempt#goOn()}
   * often. Must not commit: the caller does, with every uploaded file of {@link
   * Attempt#uploaded()}.
   *
   * @return the result, for the outcome
   * @throws AttemptEnded when it can't be done; any other error is classified by the caller
   */
  JsonNode run(Attempt attempt) throws Exception;
}
