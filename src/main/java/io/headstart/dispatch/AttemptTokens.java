package io.headstart.dispatch;

import io.headstart.job.AttemptRef;
import io.headstart.job.JobRef;
import io.headstart.platform.InstallationKey;
import io.headstart.platform.tenancy.TeamRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Tokens of attempts: team, job, number and epoch, and their HMAC-SHA-256 under the installation
 * key. Nothing secret is stored, so that a token lost in a crash can be made again. Whether its
 * attempt still lives is a question for the rows, asked with each call.
 */
@ApplicationScoped
public class AttemptTokens {
  private static final String PREFIX = "hsa_";
  private static final String ID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX
              + ID
              + "\\."
              + ID
              + "\\.([1-9][0-9]{0,8})\\.([1-9][0-9]{0,17})"
              + "\\.([A-Za-z0-9_-]{43})");

  private final InstallationKey key;

  AttemptTokens(InstallationKey key) {
    this.key = key;
  }

  /** The token of an attempt; the same at each call. */
  public String of(AttemptRef attempt, long epoch) {
    return "%s%s.%s.%d.%d.%s"
        .formatted(
            PREFIX,
            attempt.job().team().id(),
            attempt.job().id(),
            attempt.number(),
            epoch,
            Base64.getUrlEncoder().withoutPadding().encodeToString(sign(attempt, epoch)));
  }

  /** What a token says, if it is one of ours. */
  public Optional<Claim> read(String token) {
    var parts = FORM.matcher(token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var attempt =
        new AttemptRef(
            new JobRef(
                new TeamRef(UUID.fromString(parts.group(1))), UUID.fromString(parts.group(2))),
            Integer.parseInt(parts.group(3)));
    long epoch = Long.parseLong(parts.group(4));
    byte[] given = Base64.getUrlDecoder().decode(parts.group(5));
    return MessageDigest.isEqual(sign(attempt, epoch), given)
        ? Optional.of(new Claim(attempt, epoch))
        : Optional.empty();
  }

  private byte[] sign(AttemptRef attempt, long epoch) {
    return key.sign(
        "attempt-token/%s/%s/%d/%d"
            .formatted(attempt.job().team().id(), attempt.job().id(), attempt.number(), epoch));
  }

  /**
   * What a token says.
   *
   * @param attempt the attempt
   * @param epoch the installation's epoch when it was admitted
   */
  public record Claim(AttemptRef attempt, long epoch) {}
}
