package io.headstart.storage;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Leave to read or write one object for a short time, without keys of the store. Signing needs no
 * network. Thread-safe.
 */
@Singleton
public class PresignedUrls {
  /** How long a URL holds. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final Pattern AUTHORITY =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

  private final StorageConfig config;
  private final StoreClient clients;
  private final MinioClient worker;

  PresignedUrls(StorageConfig config, StoreClient clients) {
    this.config = config;
    this.clients = clients;
    worker = clients.at(config.workerEndpoint().orElse(config.endpoint()));
  }

  /** For a worker: reads an object. */
  public URI workerGet(ObjectKey key) {
    return sign(worker, Http.Method.GET, key, Map.of(), Map.of());
  }

  /**
   * For a worker: writes an object once, and only this content.
   *
   * @param sha256 of the content, 64 hexadecimal digits
   */
  public PresignedPut workerPut(ObjectKey key, String sha256) {
    byte[] digest = HexFormat.of().parseHex(sha256);
    if (digest.length != 32) {
      throw new IllegalArgumentException("not a SHA-256: " + sha256);
    }
    Map<String, String> headers =
        Map.of(
            "If-None-Match",
            "*",
            "x-amz-checksum-sha256",
            Base64.getEncoder().encodeToString(digest));
    return new PresignedPut(sign(worker, Http.Method.PUT, key, headers, Map.of()), headers);
  }

  /**
   * For a browser: downloads an object under a file name.
   *
   * @param page base address of the request, such as {@code UriInfo.getBaseUri()}
   * @param fileName proposed to the user, {@code [A-Za-z0-9._-]+}
   */
  public URI browserGet(URI page, ObjectKey key, String fileName) {
    if (!fileName.matches("[A-Za-z0-9._-]{1,200}")) {
      throw new IllegalArgumentException("file name: " + fileName);
    }
    return sign(
        browser(page),
        Http.Method.GET,
        key,
        Map.of(),
        Map.of("response-content-disposition", "attachment; filename=\"" + fileName + "\""));
  }

  /**
   * For a browser: writes an object once. The size isn't signed: compare it afterwards by {@link
   * ObjectStore#stat}.
   *
   * @param page base address of the request, such as {@code UriInfo.getBaseUri()}
   */
  public PresignedPut browserPut(URI page, ObjectKey key) {
    Map<String, String> headers = Map.of("If-None-Match", "*");
    return new PresignedPut(sign(browser(page), Http.Method.PUT, key, headers, Map.of()), headers);
  }

  /** The caller names the host, so it's checked, and no client is kept by it. */
  private MinioClient browser(URI page) {
    if (config.publicEndpoint().isPresent()) {
      return clients.at(config.publicEndpoint().get());
    }
    String authority = String.valueOf(page.getRawAuthority());
    if (!AUTHORITY.matcher(authority).matches() || authority.contains("amazonaws")) {
      throw new IllegalArgumentException("host: " + authority);
    }
    return clients.at(URI.create(page.getScheme() + "://" + authority));
  }

  private URI sign(
      MinioClient client,
      Http.Method method,
      ObjectKey key,
      Map<String, String> headers,
      Map<String, String> query) {
    try {
      return URI.create(
          client.getPresignedObjectUrl(
              GetPresignedObjectUrlArgs.builder()
                  .method(method)
                  .bucket(clients.bucket())
                  .object(key.value())
                  .expiry((int) LIFETIME.toSeconds())
                  .extraHeaders(headers)
                  .extraQueryParams(query)
                  .build()));
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't sign for " + key, e);
    }
  }
}
