package org.flannelboard.node.posix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.FactsContract;
import org.flannelboard.node.NodeOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that look and probe, on this machine, with a systemctl of the test's own. */
@EnabledOnOs(OS.LINUX)
class FactsTest {

  /** The shell that Debian and Ubuntu have as sh. */
  @Nested
  class OnDash extends OnThisMachine {
    OnDash() {
      super("dash");
    }
  }

  /** The shell that CentOS and its kin have as sh. */
  @Nested
  class OnBash extends OnThisMachine {
    OnBash() {
      super("bash", "--posix");
    }
  }

  /** The contract, over one shell. */
  abstract static class OnThisMachine extends FactsContract {

    private final List<String> sh;
    @TempDir private Path folder;
    private NodeOps ops;

    OnThisMachine(String... sh) {
      this.sh = List.of(sh);
    }

    @BeforeEach
    void setUp() throws IOException {
      Path systemctl = folder.resolve("systemctl");
      try (InputStream in = FactsTest.class.getResourceAsStream("bin/systemctl")) {
        Files.copy(Objects.requireNonNull(in), systemctl);
      }
      Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
      Map<String, String> environment = new HashMap<>(LocalShell.finding(folder));
      environment.put("FAKE_SYSTEMD", folder.toString());
      ops = new PosixNodeOps(new LocalShell(new NodeId("here"), sh, environment));
    }

    @AfterEach
    void tearDown() {
      ops.close();
    }

    @Override
    protected NodeOps ops() {
      return ops;
    }

    @Override
    protected Ipv4Address source() {
      return Ipv4Address.of("127.0.0.1");
    }

    @Override
    protected Ipv4Address answering() {
      return Ipv4Address.of("127.0.0.2");
    }

    /**
     * The kernel sends nothing with an address of lo through another device (ip-sysctl,
     * route_localnet).
     */
    @Override
    protected Ipv4Address silent() {
      return Ipv4Address.of("198.51.100.1");
    }

    @Override
    protected Ipv4Address foreign() {
      return Ipv4Address.of("203.0.113.1");
    }
  }
}
