package io.headstart.worker.baseline;

/**
 * One example as counted terms.
 *
 * @param label its class
 * @param terms indices in ascending order
 * @param values of these terms
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would double the work
record SparseRow(int label, int[] terms, float[] values) {}
