package org.flannelboard.etcd;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real etcd with one member on loopback, of a test's own. */
final class EtcdProcess implements AutoCloseable {

  private final Path data;
  private final boolean v2;
  private final @Nullable LabCertificates certificates;
  private final String server;
  private final int clientPort = freePort();
  private final int peerPort = freePort();
  private @Nullable Process process;

  /**
   * Describes an etcd.
   *
   * @param certificates where the authority {@code ca} and the server's certificate are; null for
   *     plain http
   * @param server the server's certificate
   */
  EtcdProcess(Path data, boolean v2, @Nullable LabCertificates certificates, String server) {
    this.data = data;
    this.v2 = v2;
    this.certificates = certificates;
    this.server = server;
  }

  /** Starts it and waits until it serves. */
  EtcdProcess start() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/etcd",
                "--name=one",
                "--data-dir=" + data,
                "--enable-v2=" + v2,
                "--listen-client-urls=" + scheme() + "://127.0.0.1:" + clientPort,
                "--advertise-client-urls=" + endpoint(),
                "--listen-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-cluster=one=http://127.0.0.1:" + peerPort));
    if (certificates != null) {
      command.add("--cert-file=" + certificates.certificate(server));
      command.add("--key-file=" + certificates.key(server));
      command.add("--client-cert-auth");
      command.add("--trusted-ca-file=" + certificates.certificate("ca"));
    }
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    process = started;
    CountDownLatch ready = new CountDownLatch(1);
    List<String> log = new ArrayList<>();
    Thread.ofVirtual().name("etcd log").start(() -> read(started, log, ready));
    if (!ready.await(30, TimeUnit.SECONDS) || !started.isAlive()) {
      throw new IllegalStateException("etcd did not start: " + log);
    }
    return this;
  }

  URI endpoint() {
    return URI.create(scheme() + "://localhost:" + clientPort);
  }

  private String scheme() {
    return certificates == null ? "http" : "https";
  }

  /** Stops the process from running without closing its connections. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Ends it; {@link #start} brings it back with its data. */
  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
      process = null;
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("etcd is not running");
    }
    new ProcessBuilder("kill", "-" + name, "" + running.pid()).start().waitFor();
  }

  private static void read(Process process, List<String> log, CountDownLatch ready) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ready.getCount() > 0) {
          log.add(line);
        }
        if (line.contains("serving") && line.contains("client requests")) {
          ready.countDown();
        }
      }
    } catch (IOException _) {
      // The process ended.
    } finally {
      ready.countDown();
    }
  }

  /** A port that was free a moment ago. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
