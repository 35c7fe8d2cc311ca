package io.headstart.job.live;

import io.headstart.protocol.Heartbeat;

/**
 * A measured value as curves take it.
 *
 * @param id series and step: a later attempt's value takes the place of an earlier one's
 * @param series name of the series
 * @param step optimiser step from 1
 * @param epoch from 1
 * @param value the value
 */
public record LivePoint(String id, String series, long step, int epoch, double value) {
  /** A point of the feed. */
  public static LivePoint from(Heartbeat.Point point) {
    return new LivePoint(
        point.series() + ":" + point.step(),
        point.series(),
        point.step(),
        point.epoch(),
        point.value());
  }
}
