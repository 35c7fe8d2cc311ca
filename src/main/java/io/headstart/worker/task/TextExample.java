package io.headstart.worker.task;

import io.headstart.protocol.Split;

/**
 * A text, ready for the model.
 *
 * @param index its place in the file, from 0
 * @param id the row's number in the user's file
 * @param split where it belongs
 * @param label its class, an index
 * @param tokens ids of its tokens
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared; copying 128 numbers for each use would be waste
public record TextExample(int index, long id, Split split, int label, int[] tokens)
    implements Sample {
  /** Number of tokens. */
  @Override
  public int length() {
    return tokens.length;
  }
}
