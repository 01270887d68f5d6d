package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flannelboard.base.Deadline;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EtcdStoreConnectorTest {

  private static final String VERSION = "{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}";
  private static final String ROOT = "{\"action\":\"get\",\"node\":{\"dir\":true}}";

  private final HttpServer server;

  EtcdStoreConnectorTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anEtcdWithoutV2OffersV3Alone() {
    URI endpoint = serve(Map.of("/version", VERSION, "/health", "{\"health\":\"true\"}"));

    assertThat(connector().inspect(access(endpoint), soon()).orElseThrow())
        .isEqualTo(
            new EtcdFacts(
                "3.4.23",
                Set.of(KeyStore.Api.V3),
                List.of(new EtcdFacts.Member(endpoint.toString(), true, "3.4.23"))));
  }

  @Test
  void anEtcd2OffersV2Alone() {
    URI endpoint =
        serve(
            Map.of(
                "/version",
                VERSION.replace("3.4", "2.3"),
                "/health",
                "{\"health\": \"false\"}",
                "/v2/keys/",
                ROOT));

    EtcdFacts facts = connector().inspect(access(endpoint), soon()).orElseThrow();

    assertThat(facts.apis()).containsExactly(KeyStore.Api.V2);
    assertThat(facts.members()).extracting(EtcdFacts.Member::healthy).containsExactly(false);
  }

  @Test
  void anApiThatIsOffIsRefusedWithTheServersVersion() {
    URI endpoint = serve(Map.of("/version", VERSION));

    assertThat(
            connector().open(access(endpoint), KeyStore.Api.V2, soon()).toFailure().orElseThrow())
        .isEqualTo(new StoreFailure.ApiOff(KeyStore.Api.V2, endpoint.toString(), "3.4.23"));
  }

  /** A v2 cluster works where gRPC, netty and jetcd are not even on the class path. */
  @Test
  void v2NeedsNothingOfV3() throws ReflectiveOperationException, IOException {
    URI endpoint = serve(Map.of("/version", VERSION, "/v2/keys/flannelboard", ROOT));
    try (URLClassLoader lean =
        new URLClassLoader(leanClassPath(), ClassLoader.getPlatformClassLoader())) {
      Object api =
          lean.loadClass(V2Alone.class.getName())
              .getMethod("open", String.class)
              .invoke(null, endpoint.toString());

      assertThat(api).isEqualTo("V2");
      assertThat(lean.getResource("io/grpc/Status.class")).isNull();
    }
  }

  /** Runs inside the lean class loader. */
  public static final class V2Alone {
    private V2Alone() {}

    /** Opens v2 and says which API it got. */
    public static String open(String endpoint) {
      try (KeyStore store =
          connector().open(access(URI.create(endpoint)), KeyStore.Api.V2, soon()).orElseThrow()) {
        return store.api().name();
      }
    }
  }

  private URI serve(Map<String, String> pages) {
    pages.forEach(
        (path, body) ->
            server.createContext(
                path,
                exchange -> {
                  byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                  exchange.sendResponseHeaders(200, bytes.length);
                  exchange.getResponseBody().write(bytes);
                  exchange.close();
                }));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static EtcdStoreConnector connector() {
    return new EtcdStoreConnector(
        access -> EtcdV2Wire.open(access), access -> EtcdV3Wire.open(access));
  }

  private static EtcdAccess access(URI endpoint) {
    return new EtcdAccess(List.of(endpoint), null, null);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private static URL[] leanClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry -> !entry.matches(".*[/\\\\](grpc|netty|jetcd|vertx|protobuf)-[^/\\\\]*\\.jar"))
        .map(EtcdStoreConnectorTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
