package io.headstart.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headstart.testsupport.Await;
import io.headstart.testsupport.HoldingProxy;
import io.headstart.testsupport.QueueProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that pauses in the middle of an object, and one that breaks off. Runs on the embedded
 * store, and on a real MinIO where MINIO_ENDPOINT names one.
 */
@QuarkusTest
@TestProfile(QueueProfile.class)
class StorePausesTest {
  /** Two parts of a server's upload. */
  private static final int SIZE = 12 << 20;

  private static final int MIDDLE = 6 << 20;

  @Inject StorageConfig config;
  @Inject ObjectStore straight;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectKey key = ObjectKey.ofTeam(UUID.randomUUID(), "jobs/1/model.zip");
  private final byte[] bytes = new byte[SIZE];
  private HoldingProxy proxy;
  private StoreClient client;
  private ObjectStore store;
  private PresignedUrls urls;

  @BeforeEach
  void goByTheProxy() {
    new Random(11).nextBytes(bytes);
    proxy = new HoldingProxy(config.endpoint());
    StorageConfig behind = new At(config, proxy.address());
    client = new StoreClient(behind);
    store = new ObjectStore(client);
    urls = new PresignedUrls(behind, client);
  }

  @AfterEach
  void close() {
    proxy.close();
    client.close();
    straight.delete(key);
  }

  @Test
  void aWriteInPartsWaitsAndGoesOn() throws IOException {
    Path file = Files.write(folder.resolve("model.zip"), bytes);
    proxy.holdAfter(MIDDLE);
    CompletableFuture<Void> writes =
        CompletableFuture.runAsync(
            () -> {
              try {
                store.put(key, file, "application/zip");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Await.until("it is in the middle", proxy::isReached);
    assertEquals(Optional.empty(), straight.stat(key), "half an object is none");
    assertFalse(writes.isDone());
    proxy.release();
    writes.join();
    assertArrayEquals(bytes, straight.get(key).orElseThrow().readAllBytes());
  }

  @Test
  void aReadWaitsAndGoesOn() throws IOException {
    straight.put(key, new ByteArrayInputStream(bytes), "application/zip");
    proxy.holdAfter(MIDDLE);
    CompletableFuture<byte[]> reads =
        CompletableFuture.supplyAsync(
            () -> {
              try (InputStream content = store.get(key).orElseThrow()) {
                return content.readAllBytes();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Await.until("it is in the middle", proxy::isReached);
    assertFalse(reads.isDone());
    proxy.release();
    assertArrayEquals(bytes, reads.join());
  }

  @Test
  void aWorkersUploadWaitsAndIsStillTheContentThatWasSigned() throws Exception {
    PresignedPut put = urls.workerPut(key, sha256());
    proxy.holdAfter(MIDDLE);
    CompletableFuture<Integer> status =
        http.sendAsync(request(put), BodyHandlers.discarding())
            .thenApply(answer -> answer.statusCode());
    Await.until("it is in the middle", proxy::isReached);
    assertFalse(status.isDone()); // MinIO has locked the object, so nobody asks for it now
    proxy.release();
    assertEquals(200, status.join());
    assertEquals(SIZE, straight.stat(key).orElseThrow().size());
  }

  /** Else a worker that tries again would be told that its object is there already. */
  @Test
  void aWorkersUploadThatBreaksOffLeavesNothingAndCanBeRepeated() throws Exception {
    PresignedPut put = urls.workerPut(key, sha256());
    proxy.cutAfter(MIDDLE);
    assertThrows(IOException.class, () -> http.send(request(put), BodyHandlers.discarding()));
    assertEquals(Optional.empty(), straight.stat(key));
    proxy.release();
    assertEquals(200, http.send(request(put), BodyHandlers.discarding()).statusCode());
    assertArrayEquals(bytes, straight.get(key).orElseThrow().readAllBytes());
  }

  @Test
  void aReadThatBreaksOffIsAnErrorNotAShorterObject() {
    straight.put(key, new ByteArrayInputStream(bytes), "application/zip");
    proxy.cutAfter(MIDDLE);
    assertThrows(
        IOException.class,
        () -> {
          try (InputStream content = store.get(key).orElseThrow()) {
            content.readAllBytes();
          }
        });
  }

  private HttpRequest request(PresignedPut put) {
    HttpRequest.Builder request = HttpRequest.newBuilder(put.url());
    put.headers().forEach(request::header);
    return request.PUT(BodyPublishers.ofByteArray(bytes)).build();
  }

  private String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** The same store at another address, for server and workers. */
  private record At(StorageConfig real, URI endpoint) implements StorageConfig {
    @Override
    public Optional<URI> publicEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<URI> workerEndpoint() {
      return Optional.empty();
    }

    @Override
    public String bucket() {
      return real.bucket();
    }

    @Override
    public String region() {
      return real.region();
    }

    @Override
    public String accessKey() {
      return real.accessKey();
    }

    @Override
    public String secretKey() {
      return real.secretKey();
    }
  }
}
