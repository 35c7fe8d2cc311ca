package io.headstart.dispatch;

import java.time.Duration;

/**
 * What an attempt holds and for how long.
 *
 * @param slotClass class of capacity that its job draws on
 * @param slots slots of it that it holds
 * @param longest it is ended after running for so long
 */
public record Demand(String slotClass, int slots, Duration longest) {}
