package io.headstart.protocol;

import java.net.URI;

/**
 * An object that a worker may read.
 *
 * @param url presigned GET, valid for 15 minutes; asking for the spec again gives a fresh one
 * @param size bytes
 * @param sha256 of the content, 64 hexadecimal digits; empty when nobody knows it yet (an upload
 *     before its check)
 */
public record ObjectRef(URI url, long size, String sha256) {}
