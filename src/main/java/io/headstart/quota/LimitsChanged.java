package io.headstart.quota;

/** An admin has changed a team's limits or a capacity; fired after the commit. */
public record LimitsChanged() {}
