package io.headstart.storage;

import java.net.URI;
import java.util.Map;

/**
 * Leave to write one object once.
 *
 * @param url valid for {@link PresignedUrls#LIFETIME}
 * @param headers to be sent exactly so: the signature covers them. All of them together with the
 *     URL are what makes a later PUT to the same key fail with 412
 */
public record PresignedPut(URI url, Map<String, String> headers) {}
