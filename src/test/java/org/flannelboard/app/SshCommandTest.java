package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.junit.jupiter.api.Test;

class SshCommandTest {

  private static SshAccess.Jump jump(String name, Path... keys) {
    return new SshAccess.Jump(name, 22, "ops", List.of(keys));
  }

  private static String command(String knownHosts, SshAccess access) {
    NodeSpec node = new NodeSpec(new NodeId("vm01"), Ipv4Address.of("172.16.16.81"), access);
    return SshCommand.to(node, Path.of(knownHosts));
  }

  private static SshAccess access(int port, List<Path> keys, SshAccess.Jump... jumps) {
    return new SshAccess("172.16.16.81", port, "root", keys, List.of(jumps), SudoMode.AUTO);
  }

  @Test
  void namesWhatTheProfileNames() {
    assertThat(command("/k/known_hosts", access(22, List.of())))
        .isEqualTo("ssh -o UserKnownHostsFile=/k/known_hosts root@172.16.16.81");
    assertThat(
            command("/k/known_hosts", access(2222, List.of(Path.of("/k/id_a"), Path.of("/k/b")))))
        .isEqualTo(
            "ssh -p 2222 -o UserKnownHostsFile=/k/known_hosts -i /k/id_a -i /k/b"
                + " root@172.16.16.81");
  }

  @Test
  void survivesTheShellAndSshsOwnReading() {
    assertThat(command("/my k/known%", access(22, List.of(Path.of("/it's/100%")))))
        .isEqualTo(
            "ssh -o 'UserKnownHostsFile=\"/my k/known%%\"' -i '/it'\\''s/100%%' root@172.16.16.81");
  }

  @Test
  void leadsThroughJumpHostsWithTheirKeys() {
    assertThat(command("/k/h", access(22, List.of(), jump("gate", Path.of("/k/g")))))
        .isEqualTo(
            "ssh -o UserKnownHostsFile=/k/h"
                + " -o 'ProxyCommand=ssh -o UserKnownHostsFile=/k/h -i /k/g -W %h:%p ops@gate'"
                + " root@172.16.16.81");
    // The first jump host's %h is for the second ssh, so it is hidden from the third.
    assertThat(command("/k/h", access(22, List.of(), jump("one"), jump("two"))))
        .contains("ops@two", "-W %h:%p ops@two")
        .contains("-W %%h:%%p ops@one");
  }
}
