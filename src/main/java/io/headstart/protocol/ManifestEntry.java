package io.headstart.protocol;

/**
 * One object that a worker wrote, under {@code teams/<team>/jobs/<job>/<attempt>/}.
 *
 * @param name below that prefix, {@code [a-z0-9._/-]}, at most 200 characters
 * @param size bytes
 * @param sha256 of its content, 64 hexadecimal digits
 */
public record ManifestEntry(String name, long size, String sha256) {}
