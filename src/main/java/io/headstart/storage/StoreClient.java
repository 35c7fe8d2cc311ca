package io.headstart.storage;

import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** The connection to the store; all clients share one HTTP client. Makes the bucket at start. */
@Singleton
class StoreClient {
  private final StorageConfig config;
  private final OkHttpClient http;
  private final MinioClient own;

  StoreClient(StorageConfig config) {
    this.config = config;
    http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofMinutes(2))
            .writeTimeout(Duration.ofMinutes(2))
            .build();
    own = at(config.endpoint());
  }

  /** A client whose signatures hold at this address. Needs no network. */
  final MinioClient at(URI endpoint) {
    return MinioClient.builder()
        .endpoint(endpoint.toString())
        .credentials(config.accessKey(), config.secretKey())
        .region(config.region())
        .httpClient(http)
        .build();
  }

  MinioClient own() {
    return own;
  }

  String bucket() {
    return config.bucket();
  }

  @PreDestroy
  void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  void makeBucket(@Observes @Priority(10) StartupEvent start) {
    try {
      if (!own.bucketExists(BucketExistsArgs.builder().bucket(bucket()).build())) {
        own.makeBucket(MakeBucketArgs.builder().bucket(bucket()).build());
      }
    } catch (MinioException e) {
      throw new StorageUnavailable(
          "The bucket " + bucket() + " at " + config.endpoint() + " can't be reached or made", e);
    }
  }
}
