package io.headstart.worker.link;

import java.nio.file.Path;

/**
 * An object of the store, now in the scratch folder.
 *
 * @param file where it is
 * @param size bytes
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record Downloaded(Path file, long size, String sha256) {}
