package org.flannelboard.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An etcd with TLS, client certificates and both APIs, for one test class. */
final class EtcdLab implements BeforeAllCallback, AfterAllCallback {

  private static final AtomicInteger DIRECTORIES = new AtomicInteger();

  private @Nullable Path folder;
  private @Nullable LabCertificates certificates;
  private @Nullable EtcdProcess etcd;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Path created = Files.createTempDirectory("etcd-lab");
    folder = created;
    certificates =
        new LabCertificates(created)
            .authority("ca")
            .authority("other-ca")
            .issue("server", "ca", "DNS:localhost,IP:127.0.0.1", 1)
            .issue("elsewhere", "ca", "DNS:elsewhere.example", 1)
            .issue("expired", "ca", "DNS:localhost", -1)
            .issue("client", "ca", "DNS:client", 1)
            .issue("stranger", "other-ca", "DNS:stranger", 1)
            .issue("late", "ca", "DNS:late", -1);
    etcd = new EtcdProcess(created.resolve("data"), true, certificates, "server").start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (etcd != null) {
      etcd.close();
    }
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  EtcdProcess etcd() {
    return required(etcd);
  }

  LabCertificates certificates() {
    return required(certificates);
  }

  Path folder() {
    return required(folder);
  }

  EtcdAccess access(URI... endpoints) throws IOException {
    return access(null, endpoints);
  }

  EtcdAccess access(@Nullable StreamDialer dialer, URI... endpoints) throws IOException {
    return new EtcdAccess(List.of(endpoints), certificates().tls("ca", "client"), dialer);
  }

  static EtcdStoreConnector connector() {
    return new EtcdStoreConnector(
        access -> EtcdV2Wire.open(access), access -> EtcdV3Wire.open(access));
  }

  /** A directory nobody has used. */
  static String freshDirectory() {
    return "/lab/" + DIRECTORIES.incrementAndGet();
  }

  /** Connects sockets, as the far end of a tunnel would. */
  static StreamDialer sockets(AtomicInteger dialled) {
    return (target, deadline) -> {
      dialled.incrementAndGet();
      Socket socket = new Socket();
      socket.connect(
          new InetSocketAddress(target.host(), target.port()), (int) deadline.remainingMillis());
      InputStream input = socket.getInputStream();
      OutputStream output = socket.getOutputStream();
      return new StreamDialer.ByteStream() {
        @Override
        public InputStream input() {
          return input;
        }

        @Override
        public OutputStream output() {
          return output;
        }

        @Override
        public void close() throws IOException {
          socket.close();
        }
      };
    };
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the lab is not up");
    }
    return value;
  }
}
