package io.headstart.quota;

/** Slots have become free. Observe it after the commit; it may get lost in a crash. */
public record SlotsReleased() {}
