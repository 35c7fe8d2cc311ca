package io.headstart.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/**
 * Where the object store is. A presigned URL's signature covers the host, so there may be three
 * addresses of the same store. With the embedded store all of this is set by the program.
 */
@ConfigMapping(prefix = "headstart.storage")
public interface StorageConfig {
  /**
   * Address by which the server reaches the store, such as {@code http://minio:9000}. Not set: the
   * embedded store is started.
   */
  URI endpoint();

  /**
   * Address by which browsers reach the store. Not set: they use the page's own address, and the
   * server passes the bytes on.
   */
  Optional<URI> publicEndpoint();

  /** Address by which workers reach the store. Not set: the same as {@link #endpoint}. */
  Optional<URI> workerEndpoint();

  /** The bucket; it's made at start if it's missing. */
  @WithDefault("headstart")
  String bucket();

  /** Region that signatures name. */
  @WithDefault("us-east-1")
  String region();

  /** Access key of the store. */
  String accessKey();

  /** Secret key of the store. */
  String secretKey();
}
