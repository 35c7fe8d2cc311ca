package io.headstart.protocol;

/**
 * Environment variables that a launcher gives to {@code headstart worker}; never arguments, since
 * those are visible to other users of the machine.
 */
public final class WorkerEnvironment {
  /**
   * Address of this attempt's endpoints: {@code
   * http://host:port/worker/v1/jobs/<job>/attempts/<number>}.
   */
  public static final String ATTEMPT_URL = "HEADSTART_ATTEMPT_URL";

  /** The attempt's bearer token. */
  public static final String ATTEMPT_TOKEN = "HEADSTART_ATTEMPT_TOKEN";

  /** A folder of its own for scratch files; the worker empties it when it ends. */
  public static final String SCRATCH = "HEADSTART_SCRATCH";

  /**
   * GPUs that were reserved for the worker; not set when there are none. A worker that has some and
   * can't use them fails, so that nothing is trained on the processor unseen.
   */
  public static final String GPUS = "HEADSTART_GPUS";

  /**
   * How PyTorch's threads wait for each other; a launcher sets it to {@link #THREADS_SLEEP}. By
   * default they spin, and where other processes want the same processors a training step then
   * takes up to 20 times as long. It changes no result.
   */
  public static final String THREADS_WAIT = "OMP_WAIT_POLICY";

  /** Value of {@link #THREADS_WAIT}: waiting threads give the processor away. */
  public static final String THREADS_SLEEP = "passive";

  private WorkerEnvironment() {}
}
