package io.headstart.worker.graph;

import java.util.Set;

/**
 * A place in a graph where one tensor carries everything that the rest needs, inputs aside.
 *
 * @param value the tensor
 * @param below parameters that it depends on; nothing behind the place uses them
 */
record Cut(String value, Set<String> below) {}
