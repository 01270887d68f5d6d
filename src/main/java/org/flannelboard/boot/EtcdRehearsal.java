package org.flannelboard.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdStoreConnector;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.PemTls;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.flannelboard.pki.CertificateAuthority;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.IssuedCertificate;
import org.flannelboard.pki.Issuer;
import org.flannelboard.pki.KeyPem;
import org.flannelboard.pki.SigningConfig;
import org.flannelboard.practice.PracticeCa;
import org.jspecify.annotations.Nullable;

/** Asks an empty etcd in this process for flannel's keys, over mutual TLS on the loopback. */
final class EtcdRehearsal {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private EtcdRehearsal() {}

  static void run() throws IOException, GeneralSecurityException {
    EtcdAccess.Tls tls = identity();
    HttpsServer server = server(PemTls.of(tls).orElseThrow());
    server.start();
    try {
      URI endpoint = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
      EtcdAccess access = new EtcdAccess(List.of(endpoint), tls, null);
      EtcdStoreConnector connector =
          new EtcdStoreConnector(a -> EtcdV2Wire.open(a), a -> EtcdV3Wire.open(a));
      connector.inspect(access, Deadline.after(PATIENCE));
      try (KeyStore store =
          connector.open(access, KeyStore.Api.V2, Deadline.after(PATIENCE)).orElseThrow()) {
        FlannelStore flannel = new FlannelStore(store, "/kubernetes/network");
        flannel.config(Deadline.after(PATIENCE));
        flannel.leases(Deadline.after(PATIENCE));
      }
    } finally {
      server.stop(0);
    }
  }

  private static EtcdAccess.Tls identity() {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    PracticeCa material = PracticeAuthority.create(clock, random).material();
    CertificateAuthority ca =
        CertificateAuthority.load(
                new CertificatePem("ca.pem", material.certPem()),
                KeyPem.of("ca-key.pem", material.keyPem()))
            .orElseThrow();
    CertificateSpec.Request request =
        new CertificateSpec.Request(
            "rehearsal",
            List.of("127.0.0.1"),
            new CertificateSpec.Key("rsa", 2048),
            List.of(Map.of("O", "rehearsal")));
    SigningConfig config =
        SigningConfig.parse("ca-config.json", material.configJson()).orElseThrow();
    IssuedCertificate issued =
        new Issuer(clock, random).issue(ca, config, "kubernetes", request).orElseThrow();
    return new EtcdAccess.Tls(material.certPem(), issued.certificatePem(), issued.keyPem());
  }

  private static HttpsServer server(PemTls tls) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = {new ServerSide((X509ExtendedKeyManager) tls.keyManager())};
    context.init(keys, new TrustManager[] {tls.trustManager()}, new SecureRandom());
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters mutual = getSSLContext().getDefaultSSLParameters();
            mutual.setNeedClientAuth(true);
            parameters.setSSLParameters(mutual);
          }
        });
    server.createContext("/", EtcdRehearsal::answer);
    return server;
  }

  /** What etcd says of a key it does not have; to every other question this answer does as well. */
  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body =
        "{\"errorCode\":100,\"message\":\"Key not found\",\"cause\":\"/\",\"index\":1}\n"
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-Etcd-Index", "1");
    exchange.sendResponseHeaders(404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Presents a client's key as the server's. */
  private static final class ServerSide extends X509ExtendedKeyManager {

    private final X509ExtendedKeyManager client;

    ServerSide(X509ExtendedKeyManager client) {
      this.client = client;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return keyType.equals("RSA")
          ? client.chooseEngineClientAlias(new String[] {keyType}, issuers, engine)
          : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return client.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return client.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return client.getPrivateKey(alias);
    }
  }
}
