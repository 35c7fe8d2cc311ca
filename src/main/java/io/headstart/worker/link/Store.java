package io.headstart.worker.link;

import io.headstart.protocol.ExitCode;
import io.headstart.protocol.ManifestEntry;
import io.headstart.protocol.ObjectRef;
import io.headstart.protocol.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves objects between the store and files by presigned URLs. What fails is tried again with
 * back-off until {@link ControlPlane#patience()} has passed; each try asks for a fresh URL, since
 * one is valid for 15 minutes only. Ends with {@link AttemptEnded}: UNREACHABLE when no try was
 * answered, else UNAVAILABLE.
 */
final class Store {
  /** Implied by the request itself; the client refuses to set them. */
  private static final Set<String> IMPLIED = Set.of("host", "content-length");

  private static final long SLOWEST_BYTES_PER_SECOND = 128 << 10;

  private final ControlPlane controlPlane;
  private volatile @Nullable InputStream reading;
  private volatile boolean aborted;

  Store(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /**
   * Ends a transfer that goes on and refuses further ones. An interrupt alone does not: the HTTP
   * client's stream swallows it while it waits for bytes.
   */
  void abort() {
    aborted = true;
    InputStream in = reading;
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // It is closed as far as it can be; the reader sees its own error.
        reading = null;
      }
    }
  }

  /** Finds the object's URL; a repetition asks for a fresh one. */
  interface Source {
    ObjectRef ref(boolean fresh) throws InterruptedException;
  }

  /**
   * Reads an object into a file.
   *
   * @param most stops behind this many bytes plus one; the result's size then says "more than"
   * @param verify whether size and hash must be those of the reference
   */
  Downloaded get(
      String name, Source source, Path file, long most, boolean verify, LongConsumer progress)
      throws InterruptedException {
    return retried(
        "The object " + name + " can't be read from the store",
        fresh -> {
          ObjectRef ref = source.ref(fresh);
          Downloaded got = getOnce(ref, file, most, progress);
          if (verify && (got.size() != ref.size() || !got.sha256().equals(ref.sha256()))) {
            throw new IOException(
                "it has " + got.size() + " bytes with another hash than recorded");
          }
          return got;
        });
  }

  private Downloaded getOnce(ObjectRef ref, Path file, long most, LongConsumer progress)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(ref.url()).timeout(controlPlane.timings().stall()).build();
    HttpResponse<InputStream> answer;
    try {
      answer = controlPlane.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Unanswered(ref.url(), e);
    }
    try (InputStream in = answer.body();
        StallGuard guard = new StallGuard(in, controlPlane.timings().stall())) {
      reading = in;
      if (answer.statusCode() != 200) {
        throw new IOException("the store answered " + answer.statusCode());
      }
      MessageDigest digest = Sha256.digest();
      long size = 0;
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          guard.moved();
          digest.update(buffer, 0, count);
          out.write(buffer, 0, count);
          size += count;
          progress.accept(size);
          if (size > most) {
            break;
          }
        }
      }
      if (guard.stalled()) {
        throw new IOException("the store stopped sending");
      }
      long promised = answer.headers().firstValueAsLong("Content-Length").orElse(size);
      if (size < promised && size <= most) {
        throw new IOException("the answer ended after " + size + " of " + promised + " bytes");
      }
      return new Downloaded(file, size, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** Puts a file under the attempt's prefix; an object that is already there is fine. */
  ManifestEntry put(String name, Path file) throws IOException, InterruptedException {
    ManifestEntry entry = new ManifestEntry(name, Files.size(file), Sha256.of(file));
    return retried(
        "The object " + name + " can't be written to the store",
        fresh -> {
          int status = putOnce(controlPlane.upload(entry), entry, file);
          if (status / 100 != 2 && status != 412) {
            throw new IOException("the store answered " + status);
          }
          return entry;
        });
  }

  private int putOnce(Upload upload, ManifestEntry entry, Path file)
      throws IOException, InterruptedException {
    Duration whole =
        controlPlane.timings().stall().plusSeconds(entry.size() / SLOWEST_BYTES_PER_SECOND);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upload.url())
            .timeout(whole)
            .PUT(HttpRequest.BodyPublishers.ofFile(file));
    upload
        .headers()
        .forEach(
            (name, value) -> {
              if (!IMPLIED.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
              }
            });
    try {
      return controlPlane
          .http()
          .send(request.build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Unanswered(upload.url(), e); // other errors may be the store's word on what it got
    }
  }

  private interface Try<T> {
    T run(boolean fresh) throws IOException, InterruptedException;
  }

  private <T> T retried(String what, Try<T> once) throws InterruptedException {
    Backoff backoff = new Backoff(controlPlane.timings().longestPause());
    long began = System.nanoTime();
    boolean fresh = false;
    boolean answered = false;
    while (true) {
      try {
        if (aborted) {
          throw new InterruptedException("the attempt is over");
        }
        return once.run(fresh);
      } catch (IOException e) {
        fresh = true;
        answered |= !(e instanceof Unanswered);
        Duration tried = Duration.ofNanos(System.nanoTime() - began);
        if (tried.compareTo(controlPlane.patience()) >= 0) {
          throw e instanceof Unanswered last && !answered
              ? unreachable(last, tried)
              : new AttemptEnded(
                  ExitCode.UNAVAILABLE,
                  "store-unavailable",
                  what + ": " + e.getMessage() + "; tried for " + tried.toSeconds() + " s.",
                  e);
        }
      }
      backoff.pause();
    }
  }

  private static AttemptEnded unreachable(Unanswered last, Duration tried) {
    return new AttemptEnded(
        ExitCode.UNREACHABLE,
        "store-unreachable",
        "The worker could not reach the object store at "
            + last.endpoint()
            + " ("
            + last.getMessage()
            + "; tried for "
            + tried.toSeconds()
            + " s): an admin checks that it runs, and that headstart.storage.worker-endpoint is an"
            + " address that workers reach.",
        last);
  }
}
