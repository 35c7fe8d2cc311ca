package io.headstart.worker.task;

import io.headstart.protocol.Split;

/**
 * A picture that stays in its archive until it is needed.
 *
 * @param index its place in the file of rows, from 0
 * @param id its number in the data set
 * @param split where it belongs
 * @param label its class, an index
 * @param entry its name in the archive
 */
public record PictureExample(int index, long id, Split split, int label, String entry)
    implements Sample {
  @Override
  public int length() {
    return 1;
  }
}
