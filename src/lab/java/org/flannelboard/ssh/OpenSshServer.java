package org.flannelboard.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An sshd(8) of this machine on a port of its own, with its own keys and settings. */
final class OpenSshServer implements AutoCloseable {

  private final Path folder;
  private final int port;
  private final Process process;

  /**
   * Starts it.
   *
   * @param folder for its files
   * @param authorized the authorized_keys file of everybody
   * @param hostKeys types of host key, for example {@code ed25519}
   * @param settings further lines of its configuration; the first of several with the same keyword
   *     counts (sshd_config(5))
   */
  OpenSshServer(Path folder, Path authorized, List<String> hostKeys, String... settings)
      throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.port = freePort();
    List<String> lines = new ArrayList<>(List.of(settings));
    lines.addAll(
        List.of(
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PermitRootLogin yes",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "MaxStartups 100",
            "AuthorizedKeysFile " + authorized));
    for (String type : hostKeys) {
      LabProgram.run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", hostKey(type).toString());
      lines.add("HostKey " + hostKey(type));
    }
    Files.createDirectories(Path.of("/run/sshd")); // its chroot, compiled in
    Path configuration = Files.write(folder.resolve("sshd_config"), lines);
    process =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", configuration.toString())
            .redirectErrorStream(true)
            .start();
    CountDownLatch ready = new CountDownLatch(1);
    List<String> log = new ArrayList<>();
    Thread.ofVirtual().name("sshd log").start(() -> read(process, log, ready));
    if (!ready.await(20, TimeUnit.SECONDS) || !process.isAlive()) {
      process.destroyForcibly();
      throw new IllegalStateException("sshd did not start: " + log);
    }
  }

  int port() {
    return port;
  }

  /** The public key of a type, as a .pub file holds it. */
  String publicKey(String type) throws IOException {
    return Files.readString(Path.of(hostKey(type) + ".pub")).strip();
  }

  private Path hostKey(String type) {
    return folder.resolve("host_" + type);
  }

  /** Stops the processes of its connections from running, as a node that hangs does. */
  void freezeConnections() throws IOException, InterruptedException {
    for (ProcessHandle child : process.descendants().toList()) {
      LabProgram.run("kill", "-STOP", Long.toString(child.pid()));
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> connections = process.descendants().toList();
    process.destroyForcibly();
    process.onExit().join();
    for (ProcessHandle connection : connections) {
      connection.destroyForcibly();
      connection.onExit().join();
    }
  }

  private static void read(Process process, List<String> log, CountDownLatch ready) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ready.getCount() > 0) {
          log.add(line);
        }
        if (line.startsWith("Server listening")) {
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
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
