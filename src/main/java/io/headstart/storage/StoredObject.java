package io.headstart.storage;

import java.time.Instant;

/**
 * What the store says about an object.
 *
 * @param key its name
 * @param size bytes
 * @param modified when it was written, by the store's clock
 */
public record StoredObject(ObjectKey key, long size, Instant modified) {}
