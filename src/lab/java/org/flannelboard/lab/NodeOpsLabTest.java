package org.flannelboard.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeOpsContract;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract of nodes, held by real ones: their own sshd, shell, tools and systemd. */
@FourNodes
class NodeOpsLabTest {

  /** Root logs in. */
  @Nested
  class AsRoot extends OnANode {
    AsRoot(Lab lab) {
      super(lab, "vm01", "root", "172.16.16.81");
    }
  }

  /** Another user logs in and acts as root by sudo. */
  @Nested
  class BySudo extends OnANode {
    BySudo(Lab lab) {
      super(lab, "vm02", "ops", "172.16.16.82");
    }
  }

  /** The contract on one node. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class OnANode extends NodeOpsContract {

    private static final String UNITS =
        """
        cat >/etc/systemd/system/contract-healthy.service <<'UNIT'
        [Service]
        ExecStart=/bin/sleep infinity
        [Install]
        WantedBy=multi-user.target
        UNIT
        cat >/etc/systemd/system/contract-broken.service <<'UNIT'
        [Service]
        Type=oneshot
        ExecStart=/bin/sh -c 'echo the contract wants it broken; exit 3'
        UNIT
        systemctl daemon-reload
        """;

    private static final String NO_UNITS =
        """
        systemctl stop contract-healthy.service
        rm -f /etc/systemd/system/contract-*.service
        systemctl daemon-reload
        systemctl reset-failed 'contract-*' || true
        rm -rf /var/tmp/contract
        """;

    private final AtomicInteger workspaces = new AtomicInteger();
    private final Lab lab;
    private final String name;
    private final String user;
    private final String address;
    @TempDir private static Path folder;
    private SshDoor door;
    private SshNodeConnector connector;
    private NodeOps ops;
    private RemotePath workspace;

    OnANode(Lab lab, String name, String user, String address) {
      this.lab = lab;
      this.name = name;
      this.user = user;
      this.address = address;
    }

    @BeforeAll
    void open() throws IOException {
      lab.on(name, UNITS);
      door = new SshDoor(lab, name);
      connector =
          new SshNodeConnector(
              SshSettings.of(knownHosts(), folder, Map.of()),
              NodeQuestions.nobody(),
              NodeActivity.unobserved(),
              PosixNodeOps::new);
    }

    /** The node's own host keys, under the name of the door. */
    private Path knownHosts() throws IOException {
      List<String> lines =
          Files.readAllLines(lab.knownHosts()).stream()
              .filter(line -> line.startsWith(name + ","))
              .map(line -> "[127.0.0.1]:" + door.port() + " " + line.split(" ", 2)[1])
              .toList();
      return Files.write(folder.resolve("known_hosts-" + name), lines);
    }

    @BeforeEach
    void connect() {
      String path = "/var/tmp/contract/work space " + workspaces.incrementAndGet();
      lab.on(name, "mkdir -p '" + path + "'");
      workspace = RemotePath.of(path);
      SshAccess access =
          new SshAccess(
              "127.0.0.1", door.port(), user, List.of(lab.key(name)), List.of(), SudoMode.AUTO);
      NodeSpec node = new NodeSpec(new NodeId(name), Ipv4Address.of(address), access);
      ops = connector.connect(node, Deadline.after(Duration.ofSeconds(30))).orElseThrow();
    }

    @AfterEach
    void disconnect() {
      ops.close();
    }

    @AfterAll
    void close() throws IOException {
      connector.close();
      door.close();
      lab.on(name, NO_UNITS);
    }

    @Override
    protected NodeOps ops() {
      return ops;
    }

    @Override
    protected RemotePath workspace() {
      return workspace;
    }

    @Override
    protected String owner() {
      return "root";
    }

    @Override
    protected String group() {
      return "root";
    }

    @Override
    protected String healthyUnit() {
      return "contract-healthy.service";
    }

    @Override
    protected String brokenUnit() {
      return "contract-broken.service";
    }

    @Override
    protected Ipv4Address source() {
      return Ipv4Address.of(address);
    }

    @Override
    protected List<Ipv4Address> answering() {
      return List.of(Ipv4Address.of("172.16.16.83"), Ipv4Address.of("172.16.16.84"));
    }

    /** Nobody has it; the kernel says so only after several seconds without an ARP reply. */
    @Override
    protected Ipv4Address silent() {
      return Ipv4Address.of("172.16.16.200");
    }

    @Override
    protected Ipv4Address foreign() {
      return Ipv4Address.of("192.0.2.1");
    }
  }
}
