package org.flannelboard.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The four real nodes of {@code src/lab}, up.
 *
 * <p>The tests themselves run outside the lab's namespaces: they reach the nodes by the lab's own
 * command, and the product by running it as the lab's workstation. {@code FLANNELBOARD_LAB_NAME}
 * and {@code FLANNELBOARD_LAB_OUT} are the lab's own; with {@code FLANNELBOARD_LAB_KEEP} it stays
 * up after the tests.
 */
final class Lab implements AutoCloseable {

  static final List<String> NODES = List.of("vm01", "vm02", "vm03", "vm04");

  /** As the guide asks etcd. */
  private static final String ETCDCTL =
      "ETCDCTL_API=2 etcdctl --endpoints=https://vm01:2379,https://vm02:2379,https://vm03:2379"
          + " --ca-file=/etc/kubernetes/ssl/ca.pem --cert-file=/etc/flanneld/ssl/flannel.pem"
          + " --key-file=/etc/flanneld/ssl/flannel-key.pem ";

  /** The first `up` on a machine builds the base image. */
  private static final Duration UP = Duration.ofMinutes(15);

  private static final Duration COMMAND = Duration.ofMinutes(3);

  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private final AtomicInteger variants = new AtomicInteger();

  private Lab() {}

  static Lab up() {
    Lab lab = new Lab();
    lab.lab("up").await(UP).exits(0);
    return lab;
  }

  @Override
  public void close() {
    if (System.getenv("FLANNELBOARD_LAB_KEEP") == null) {
      lab("down").await(COMMAND).exits(0);
    }
  }

  /** The initial state again: of these nodes, or of all and etcd too. */
  void reset(String... nodes) {
    List<String> arguments = new ArrayList<>(List.of("reset"));
    arguments.addAll(List.of(nodes));
    lab(arguments.toArray(String[]::new)).await(COMMAND).exits(0);
  }

  /** Breaks something: the fault's name and its nodes. */
  void fault(List<String> fault) {
    onFault("fault", fault);
  }

  /** Mends it. */
  void heal(List<String> fault) {
    onFault("heal", fault);
  }

  private void onFault(String verb, List<String> fault) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(fault);
    lab(arguments.toArray(String[]::new)).await(COMMAND).exits(0);
  }

  /** What a shell script gives on a node, as root; it has to succeed. */
  String on(String node, String script) {
    return tryOn(node, script).exits(0).out();
  }

  /** A shell script on a node, as root. */
  Ran tryOn(String node, String script) {
    return lab("exec", node, "sh", "-c", script).await(COMMAND);
  }

  /** What etcd's API v2 gives on a node, asked with the certificate of its flanneld. */
  String etcdctl(String node, String arguments) {
    return on(node, ETCDCTL + arguments);
  }

  /** Starts or ends a stand-in container; its address, where it is started. */
  String container(String node, String name, String action) {
    return lab("container", node, name, action).await(COMMAND).exits(0).out().strip();
  }

  /** Starts a program of this machine as the workstation. */
  Program start(List<String> command) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(command);
    return lab(arguments.toArray(String[]::new));
  }

  /** A program run as the workstation, whose streams are the caller's to carry. */
  Process carrier(String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("src/lab/lab", "run"));
    arguments.addAll(List.of(command));
    return new ProcessBuilder(arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The product with the lab's own profile. */
  Flannelboard flannelboard() {
    return new Flannelboard(this, profile());
  }

  /** The product with a profile that differs from the lab's own. */
  Flannelboard flannelboard(Consumer<ObjectNode> change) {
    try {
      ObjectNode root = (ObjectNode) YAML.readTree(Files.readString(profile()));
      change.accept(root);
      // Beside the lab's own, because its paths are relative.
      Path variant = out().resolve("variant-" + variants.incrementAndGet() + ".yaml");
      Files.writeString(variant, YAML.writeValueAsString(root));
      return new Flannelboard(this, variant);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the lab writes its profile, keys, known_hosts and tarball. */
  Path out() {
    String named = System.getenv("FLANNELBOARD_LAB_OUT");
    return Path.of(named == null ? "target/lab" : named).toAbsolutePath();
  }

  Path profile() {
    return out().resolve("cluster.yaml");
  }

  Path knownHosts() {
    return out().resolve("known_hosts");
  }

  Path sshConfig() {
    return out().resolve("ssh_config");
  }

  Path key(String node) {
    return out().resolve("keys").resolve(node);
  }

  private Program lab(String... arguments) {
    List<String> command = new ArrayList<>(List.of("src/lab/lab"));
    command.addAll(List.of(arguments));
    return Program.start(command);
  }
}
