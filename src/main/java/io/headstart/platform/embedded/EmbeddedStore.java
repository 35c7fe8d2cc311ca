package io.headstart.platform.embedded;

import io.headstart.platform.StartRefused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 API on a folder, on the loopback address. */
final class EmbeddedStore implements AutoCloseable {
  /** The largest header-signed body; the server holds it in memory. Presigned ones stream. */
  private static final long LARGEST_IN_MEMORY = 32L << 20;

  private final S3Proxy server;

  private EmbeddedStore(S3Proxy server) {
    this.server = server;
  }

  static EmbeddedStore start(Path folder, int port, String accessKey, String secretKey) {
    try {
      Files.createDirectories(folder);
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(folder.toString()))
              .endpoint(URI.create("http://127.0.0.1:" + port))
              .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
              .metricsEnabled(false)
              .v4MaxNonChunkedRequestSize(LARGEST_IN_MEMORY)
              .stopTimeout(1_000)
              .build();
      server.start();
      return new EmbeddedStore(server);
    } catch (IOException e) {
      throw new StartRefused(
          "The object store can't start in " + folder + " (" + e.getMessage() + ").",
          "Make the folder writable, or set HEADSTART_STORAGE_ENDPOINT to a store of your own.",
          e);
    } catch (Exception e) {
      throw new IllegalStateException("The object store did not start", e);
    }
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
