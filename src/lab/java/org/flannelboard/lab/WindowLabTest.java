package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The guide's whole job from the guide's starting point, done with mouse and keyboard. */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WindowLabTest {

  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /** The way to the settings and the display of whoever runs the tests. */
  private static final List<String> FORGOTTEN =
      List.of("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "WAYLAND_DISPLAY");

  private final Lab lab;
  private final Path home;
  private final Path pictures = Path.of("target", "window-lab").toAbsolutePath();
  private List<String> seen = List.of();

  WindowLabTest(Lab lab, @TempDir Path home) {
    this.lab = lab;
    this.home = home;
  }

  @BeforeAll
  void deployByHand() throws IOException {
    Files.createDirectories(pictures);
    lab.reset();
    Path options = Files.write(home.resolve("options"), options());
    try (Display display = Display.open(lab);
        Program window = lab.start(command(display, options))) {
      seen = window.await(PATIENCE).exits(0).out().lines().toList();
    }
  }

  private List<String> command(Display display, Path options) {
    List<String> command = new ArrayList<>(List.of("env"));
    FORGOTTEN.forEach(name -> command.addAll(List.of("-u", name)));
    command.addAll(List.of("HOME=" + home, "DISPLAY=" + display.name()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + options);
    command.add(WindowDriver.class.getName());
    command.addAll(List.of(lab.profile().toString(), pictures.toString()));
    return command;
  }

  /**
   * The launcher's, and that there is no graphics card; in a file, because class paths are long.
   */
  private List<String> options() {
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-Dprism.order=sw",
        "-Duser.language=en",
        "-Duser.home=" + home,
        "-classpath \"" + System.getProperty("java.class.path") + "\"");
  }

  @Test
  void theWindowTellsOfEachStep() {
    assertThat(seen)
        .contains(
            "nodes: Nodes 4/4",
            "mesh: Mesh 12/12",
            "second push: Nothing to change: all as it should be",
            "drift: As wanted: 4 of 4 nodes")
        .anyMatch(line -> line.matches("network: Written as revision \\d+\\."))
        .anyMatch(line -> line.matches("push: Done and measured; changes: [1-9]\\d*"));
  }

  @Test
  void twelveCellsAreGreen() {
    List<String> pairs =
        Lab.NODES.stream()
            .flatMap(
                from ->
                    Lab.NODES.stream()
                        .filter(to -> !to.equals(from))
                        .map(to -> "green: " + from + " → " + to + " Reached"))
            .toList();
    assertThat(pairs).hasSize(12);
    assertThat(seen).filteredOn(line -> line.startsWith("green: ")).isEqualTo(pairs);
  }

  @Test
  void theIssuedCertificateIsOnEveryNode() throws IOException {
    Path folder;
    try (Stream<Path> issued = Files.list(home.resolve("flannelboard"))) {
      folder = issued.toList().getFirst();
    }
    assertThat(seen).contains("certificate: Issued to " + folder + ". Distributing takes it.");
    String certificate = Files.readString(folder.resolve("flannel.pem"));
    for (String node : Lab.NODES) {
      assertThat(lab.on(node, "cat /etc/flanneld/ssl/flannel.pem")).as(node).isEqualTo(certificate);
      lab.on(
          node,
          "openssl verify -purpose sslclient -CAfile /etc/kubernetes/ssl/ca.pem"
              + " /etc/flanneld/ssl/flannel.pem");
    }
  }

  @Test
  void etcdHoldsTheNetworkAndFourLeases() {
    assertThat(JsonMapper.shared().readTree(lab.etcdctl("vm01", "get /kubernetes/network/config")))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"Network":"10.253.0.0/16", "SubnetLen": 24, "Backend": {"Type": "vxlan"}}
                    """));
    assertThat(lab.etcdctl("vm01", "ls /kubernetes/network/subnets").lines()).hasSize(4);
  }

  @Test
  void everyDocker0AnswersAllOthers() {
    TreeMap<String, String> addresses = new TreeMap<>();
    for (String node : Lab.NODES) {
      addresses.put(
          node,
          lab.on(node, "ip -4 -o address show docker0 | sed 's/.*inet \\([0-9.]*\\).*/\\1/'")
              .strip());
    }
    assertThat(addresses.values()).hasSize(4).doesNotHaveDuplicates();
    for (String from : Lab.NODES) {
      addresses.forEach(
          (to, address) -> {
            if (!to.equals(from)) {
              lab.on(from, "ping -q -c 1 -W 5 " + address);
            }
          });
    }
  }
}
