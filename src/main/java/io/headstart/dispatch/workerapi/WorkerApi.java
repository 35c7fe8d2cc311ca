package io.headstart.dispatch.workerapi;

import io.headstart.dispatch.FinishAttempt;
import io.headstart.protocol.CheckpointWritten;
import io.headstart.protocol.Failure;
import io.headstart.protocol.Heartbeat;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.Outcome;
import io.headstart.protocol.QuestionPoll;
import io.headstart.protocol.Start;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * What one attempt's worker calls; the records of {@code protocol} in their own JSON. 409: the
 * attempt is over, end with 77. 401 and 403: the token is refused, the same. 413: too large. 422:
 * the request is wrong. 5xx: try again.
 */
@Path("/worker/v1/jobs/{job}/attempts/{attempt}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WorkerApi {
  private final CallingAttempt caller;
  private final WorkerJson json;
  private final StartAttempt starts;
  private final BeatAttempt beats;
  private final WriteObjects writes;
  private final PassQuestions questions;
  private final FinishAttempt finishes;
  private final FailAttempt fails;

  WorkerApi(
      CallingAttempt caller,
      WorkerJson json,
      StartAttempt starts,
      BeatAttempt beats,
      WriteObjects writes,
      PassQuestions questions,
      FinishAttempt finishes,
      FailAttempt fails) {
    this.caller = caller;
    this.json = json;
    this.starts = starts;
    this.beats = beats;
    this.writes = writes;
    this.questions = questions;
    this.finishes = finishes;
    this.fails = fails;
  }

  /** Claims the attempt and answers what is to be done. */
  @POST
  @Path("/start")
  @Operation(hidden = true)
  public String start(byte[] body) {
    var start = json.read(body, Start.class, WorkerJson.SMALL);
    return json.write(starts.start(caller.attempt(), caller.epoch(), start));
  }

  /** Answers it again, with fresh addresses. */
  @GET
  @Path("/spec")
  @Operation(hidden = true)
  public String spec() {
    return json.write(starts.spec(caller.attempt(), caller.epoch()));
  }

  /** Takes in what has happened and answers whether to go on. */
  @POST
  @Path("/heartbeat")
  @Operation(hidden = true)
  public String heartbeat(byte[] body) {
    var heartbeat = json.read(body, Heartbeat.class, WorkerJson.LARGE);
    return json.write(beats.beat(caller.attempt(), caller.epoch(), heartbeat));
  }

  /** Answers where to put an object. */
  @POST
  @Path("/uploads")
  @Operation(hidden = true)
  public String upload(byte[] body) {
    var entry = json.read(body, ManifestEntry.class, WorkerJson.SMALL);
    return json.write(writes.sign(caller.attempt(), caller.epoch(), entry));
  }

  /** Takes note of a checkpoint and answers whether to go on: an epoch has ended. */
  @POST
  @Path("/checkpoints")
  @Operation(hidden = true)
  public String checkpoint(byte[] body) {
    var written = json.read(body, CheckpointWritten.class, WorkerJson.MIDDLE);
    return json.write(writes.checkpoint(caller.attempt(), caller.epoch(), written));
  }

  /** Takes in answers and waits for questions. */
  @POST
  @Path("/questions")
  @Operation(hidden = true)
  public String questions(byte[] body) {
    var poll = json.read(body, QuestionPoll.class, WorkerJson.LARGE);
    return json.write(questions.pass(caller.attempt(), caller.epoch(), poll));
  }

  /** Commits the outcome. */
  @POST
  @Path("/commit")
  @Operation(hidden = true)
  public void commit(byte[] body) {
    var outcome = json.read(body, Outcome.class, WorkerJson.LARGE);
    starts.checkEpoch(caller.attempt(), caller.epoch());
    finishes.commit(caller.attempt(), outcome);
  }

  /** Gives the attempt up. */
  @POST
  @Path("/fail")
  @Operation(hidden = true)
  public void fail(byte[] body) {
    var failure = json.read(body, Failure.class, WorkerJson.MIDDLE);
    fails.fail(caller.attempt(), caller.epoch(), failure);
  }
}
