package io.headstart.protocol;

import java.net.URI;
import java.util.Map;

/**
 * Answer to {@code POST …/uploads} (body: a {@link ManifestEntry}): where to put an object. The
 * signature covers the checksum and {@code If-None-Match: *}; 412 on PUT means "already there".
 *
 * @param url presigned PUT, valid for 15 minutes
 * @param headers to be sent exactly so
 */
public record Upload(URI url, Map<String, String> headers) {}
