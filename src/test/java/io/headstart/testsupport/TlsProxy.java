package io.headstart.testsupport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that ends TLS and tells the server behind it so by X-Forwarded headers, as operators put
 * one in front. Its certificate is its own; a browser has to be told to take it.
 */
public final class TlsProxy implements AutoCloseable {
  private static final String PASSWORD = "not a secret";

  /**
   * What the server behind must be told.
   *
   * @see PackagedProgram#start(Path, int, java.util.Map, String...)
   */
  public static final java.util.Map<String, String> SETTINGS =
      java.util.Map.of(
          "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
          "QUARKUS_HTTP_PROXY_ALLOW_X_FORWARDED", "true",
          "QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_HOST", "true");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  /**
   * Starts one on a free port.
   *
   * @param behind address of the server behind it
   * @param folder where its certificate may lie
   */
  public TlsProxy(URI behind, Path folder) throws Exception {
    HttpProxy proxy =
        HttpProxy.reverseProxy(vertx.createHttpClient())
            .origin(behind.getPort(), behind.getHost())
            .addInterceptor(new Forwarded());
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PfxOptions().setPath(certificate(folder).toString()).setPassword(PASSWORD));
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(proxy)
            .listen(0, "localhost")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  private static final class Forwarded implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext call) {
      call.request()
          .putHeader("X-Forwarded-Proto", "https")
          .putHeader("X-Forwarded-Host", call.request().proxiedRequest().authority().toString())
          .putHeader("X-Forwarded-For", "192.0.2.7");
      return call.sendRequest();
    }
  }

  private static Path certificate(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("proxy.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (made.waitFor() != 0 || !Files.exists(file)) {
      throw new IOException("keytool made no certificate");
    }
    return file;
  }

  /** Where browsers find it. */
  public URI page() {
    return URI.create("https://localhost:" + server.actualPort() + "/");
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
