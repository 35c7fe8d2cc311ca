package io.headstart.run.deletion;

import io.headstart.platform.tenancy.TeamRef;
import java.util.UUID;

/**
 * A deleted run is being purged: whoever has stored something of it deletes that now. Fired outside
 * of transactions; what fails is tried again with the next purge.
 *
 * @param run second part of its key
 */
public record RunPurged(TeamRef team, UUID run) {}
