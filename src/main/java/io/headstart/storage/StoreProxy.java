package io.headstart.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;

/**
 * Passes {@code /<bucket>/*} on to the store as a stream, so that browsers reach it on the page's
 * own address. It adds no rights: the store answers presigned requests only.
 */
@Singleton
class StoreProxy {
  /** Before the route that limits bodies (-2): uploads are as large as the store takes. */
  private static final int FIRST = -1000;

  private static final String NO_SNIFF = "X-Content-Type-Options";
  private static final String POLICY = "Content-Security-Policy";
  private static final int CONNECTIONS = 32;
  private static final int IDLE_SECONDS = 60;

  private final StorageConfig config;

  StoreProxy(StorageConfig config) {
    this.config = config;
  }

  void install(@Observes Router router, Vertx vertx) {
    if (config.publicEndpoint().isPresent()) {
      return;
    }
    URI store = config.endpoint();
    boolean tls = "https".equals(store.getScheme());
    int port = store.getPort() > 0 ? store.getPort() : tls ? 443 : 80;
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(tls)
                .setMaxPoolSize(CONNECTIONS)
                .setIdleTimeout(IDLE_SECONDS));
    HttpProxy proxy = HttpProxy.reverseProxy(client).origin(port, store.getHost());
    proxy.addInterceptor(new Presigned());
    router
        .route("/" + config.bucket() + "/*")
        .order(FIRST)
        .handler(
            call -> {
              if (call.request().getParam("X-Amz-Signature") == null) {
                call.response().setStatusCode(403).end(); // nobody signs headers from outside
                return;
              }
              call.request().pause();
              proxy.handle(call.request());
            });
  }

  private static final class Presigned implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext call) {
      ProxyRequest request = call.request();
      request.setAuthority(request.proxiedRequest().authority()); // the signature covers it
      request.headers().remove("Cookie");
      if (request.headers().contains("Expect")) {
        request.headers().remove("Expect");
        request.proxiedRequest().response().writeContinue();
      }
      return call.sendRequest();
    }

    /** Users' files stand on our origin: they must not act there. */
    @Override
    public Future<Void> handleProxyResponse(ProxyContext call) {
      // The pages' headers stand in the answer already; two would be joined.
      call.request().proxiedRequest().response().headers().remove(POLICY).remove(NO_SNIFF);
      call.response()
          .putHeader(NO_SNIFF, "nosniff")
          .putHeader(POLICY, "sandbox; default-src 'none'");
      return call.sendResponse();
    }
  }
}
