package org.flannelboard.node.posix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeOpsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts themselves on this machine, with a systemctl of the test's own. They are made for
 * Linux, as nodes are.
 */
@EnabledOnOs(OS.LINUX)
class PosixNodeOpsTest {

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
  abstract static class OnThisMachine extends NodeOpsContract {

    private final List<String> sh;
    @TempDir private Path folder;
    private NodeOps ops;
    private Path workspace;

    OnThisMachine(String... sh) {
      this.sh = List.of(sh);
    }

    /** The environment in which the test's own programs come first. */
    protected Map<String, String> finding(Path bin) {
      return LocalShell.finding(bin);
    }

    @BeforeEach
    void setUp() throws IOException {
      Path bin = Files.createDirectory(folder.resolve("bin"));
      Path units = Files.createDirectory(folder.resolve("units"));
      workspace = Files.createDirectory(folder.resolve("work space"));
      install(bin, "systemctl");
      install(bin, "journalctl");
      Files.writeString(units.resolve("healthy.service"), "[Service]\n");
      Files.writeString(units.resolve("broken.service"), "# broken\n[Service]\n");
      Map<String, String> environment = new HashMap<>(finding(bin));
      environment.put("FAKE_SYSTEMD", units.toString());
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
    protected RemotePath workspace() {
      return RemotePath.of(workspace.toString());
    }

    @Override
    protected String owner() {
      return attributes().owner().getName();
    }

    @Override
    protected String group() {
      return attributes().group().getName();
    }

    @Override
    protected String healthyUnit() {
      return "healthy.service";
    }

    @Override
    protected String brokenUnit() {
      return "broken.service";
    }

    @Override
    protected Ipv4Address source() {
      return Ipv4Address.of("127.0.0.1");
    }

    @Override
    protected List<Ipv4Address> answering() {
      return List.of(Ipv4Address.of("127.0.0.2"), Ipv4Address.of("127.0.0.3"));
    }

    /** The broadcast address of lo: the kernel sends nothing there unasked (ip(7)). */
    @Override
    protected Ipv4Address silent() {
      return Ipv4Address.of("127.255.255.255");
    }

    @Override
    protected Ipv4Address foreign() {
      return Ipv4Address.of("192.0.2.1");
    }

    private PosixFileAttributes attributes() {
      try {
        return Files.readAttributes(workspace, PosixFileAttributes.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void install(Path bin, String program) throws IOException {
      try (InputStream in = PosixNodeOpsTest.class.getResourceAsStream("bin/" + program)) {
        Files.copy(Objects.requireNonNull(in), bin.resolve(program));
      }
      Files.setPosixFilePermissions(
          bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
