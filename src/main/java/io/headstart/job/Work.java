package io.headstart.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a kind of job gives its worker to do.
 *
 * @param settings the kind's record of {@code protocol}, as JSON
 * @param inputs objects by the names that the kind defines; the worker API signs a URL for each
 */
public record Work(JsonNode settings, Map<String, StoredObject> inputs) {}
