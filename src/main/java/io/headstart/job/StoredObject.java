package io.headstart.job;

/**
 * An object in the store that a worker may read.
 *
 * @param key its key in the bucket
 * @param size bytes
 * @param sha256 of its content, 64 hexadecimal digits, or empty for an upload before its check
 */
public record StoredObject(String key, long size, String sha256) {}
