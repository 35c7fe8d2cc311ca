package io.headstart.protocol;

/**
 * {@code POST …/start}: the first instance claims the attempt and is answered with its {@link
 * JobSpec}; another one gets 409 and exits with {@link ExitCode#SUPERSEDED}.
 *
 * @param instance random id of the process
 * @param protocol {@link Protocol#VERSION} of the worker
 * @param host where it runs, shown to admins
 * @param device what it computes on, for people: {@code cpu} or the GPU's name
 */
public record Start(String instance, int protocol, String host, String device) {}
