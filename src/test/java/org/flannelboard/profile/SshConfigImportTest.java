package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SshAccess.Jump;
import org.flannelboard.cluster.SudoMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshConfigImportTest {

  /**
   * What stands in many an administrator's file: includes, a bastion, wild cards, defaults last.
   */
  private static final String CONFIG =
      """
      # ~/.ssh/config
      Include conf.d/*.conf

      Host bastion
        HostName 203.0.113.7
        Port=2222
        User jump

      Host vm01 vm02
        User = "ops"
        Port 22022

      Host vm01
        HostName 172.16.16.81
        User nobody            # too late: the first value wins

      Host vm02
        HostName %h.example.org

      Host vm* !vm09
        ProxyJump bastion
        IdentityFile ~/.ssh/%r@%n

      Match exec "on-the-vpn %h"
        Port 1

      Host *
        IdentityFile ~/.ssh/id_ed25519
        ServerAliveInterval 30
      """;

  @TempDir Path home;
  private Path ssh;

  @BeforeEach
  void folder() throws IOException {
    ssh = Files.createDirectories(home.resolve(".ssh"));
  }

  @Test
  void aRealFileGivesItsHostsAndTheWayToThem() throws IOException {
    Files.createDirectory(ssh.resolve("conf.d"));
    Files.writeString(
        ssh.resolve("conf.d/lab.conf"), "Host vm03\n  HostName 172.16.16.83\n  ProxyJump none\n");

    ProfileDraft draft = read(CONFIG);

    Jump bastion = new Jump("203.0.113.7", 2222, "jump", List.of(ssh.resolve("id_ed25519")));
    assertThat(draft.nodes())
        .containsExactly(
            new ProfileDraft.Node(
                new NodeId("vm03"),
                Ipv4Address.of("172.16.16.83"),
                new SshAccess(
                    "172.16.16.83",
                    22,
                    "me",
                    List.of(ssh.resolve("me@vm03"), ssh.resolve("id_ed25519")),
                    List.of(),
                    SudoMode.AUTO)),
            new ProfileDraft.Node(
                new NodeId("vm01"),
                Ipv4Address.of("172.16.16.81"),
                new SshAccess(
                    "172.16.16.81",
                    22022,
                    "ops",
                    List.of(ssh.resolve("ops@vm01"), ssh.resolve("id_ed25519")),
                    List.of(bastion),
                    SudoMode.AUTO)),
            new ProfileDraft.Node(
                new NodeId("vm02"),
                null,
                new SshAccess(
                    "vm02.example.org",
                    22022,
                    "ops",
                    List.of(ssh.resolve("ops@vm02"), ssh.resolve("id_ed25519")),
                    List.of(bastion),
                    SudoMode.AUTO)));
    assertThat(briefs(draft))
        .containsExactly(
            "config:24:1 Match ssh-match-skipped {criterion=exec}",
            "config  ssh-jump-left-out {host=bastion}");
    assertThat(draft.missing())
        .extracting(problem -> problem.path() + " " + problem.code())
        .containsExactly(
            "nodes[2].ip draft-ip-missing",
            "etcd.endpoints draft-endpoints-missing",
            "etcd.prefix draft-prefix-missing",
            "network.cidr draft-network-missing");
  }

  @Test
  void hostsThatAreNamedNeedNoBlockOfTheirOwn() throws IOException {
    ProfileDraft draft = read("Host 10.0.0.*\n  User root\n", "10.0.0.5", "elsewhere");

    assertThat(draft.nodes()).extracting(node -> node.ssh().user()).containsExactly("root", "me");
    assertThat(draft.nodes().getFirst().ip()).isEqualTo(Ipv4Address.of("10.0.0.5"));
    assertThat(briefs(draft)).containsExactly("config  ssh-host-unknown {host=elsewhere}");
  }

  @Test
  void whatCannotBeUsedIsNamedWithItsPlace() throws IOException {
    ProfileDraft draft =
        read(
            """
            Host vm01
              Port 70000
              HostName two words
              User
              ProxyCommand nc %h %p
              IdentityFile ~/.ssh/%C
            Host a/b
            """);

    assertThat(briefs(draft))
        .containsExactly(
            "config:4:1  ssh-line-not-understood {line=User}",
            "config:2:1 vm01 Port ssh-value-invalid {value=70000}",
            "config:6:1 vm01 IdentityFile ssh-token-unknown {token=%C}",
            "config:5:1 vm01 ProxyCommand ssh-proxy-command {host=vm01}",
            "config a/b node-name-invalid {value=a/b}");
    assertThat(draft.nodes().getFirst().ssh().port()).isEqualTo(22);
  }

  @Test
  void aRingOfJumpsAndOfIncludesEnds() throws IOException {
    ProfileDraft draft = read("Include config\nHost a\n ProxyJump b\nHost b\n ProxyJump a\n", "a");

    assertThat(briefs(draft))
        .anyMatch(it -> it.contains("ssh-include-deep"))
        .anyMatch(it -> it.contains("ssh-jump-ring"));
  }

  @Test
  void theDraftAsAFileIsRefusedUntilItIsWhole() throws IOException {
    ProfileDraft draft = read("Host vm01\n HostName vm01.example.org\n User ops\n");
    Path file = home.resolve("cluster.yaml");

    String text = draft.text("lab", file, home);

    assertThat(text).contains("ip: # missing", "ssh: { address: vm01.example.org, user: ops }");
    ProfileOutcome refused = new ProfileYaml(home).parse(text.getBytes(), file);
    assertThat(((ProfileOutcome.Refused) refused).problems())
        .extracting(found -> found.problem().path())
        .contains("nodes[0].ip", "etcd.endpoints", "etcd.prefix", "network.cidr");
    String whole =
        text.replace("ip: # missing", "ip: 172.16.16.81")
            .replace("endpoints: []   # missing", "endpoints: [\"https://vm01:2379\"]")
            .replace("prefix: # missing", "prefix: /kubernetes/network")
            .replace("cidr: # missing", "cidr: 10.253.0.0/16");
    assertThat(new ProfileYaml(home).parse(whole.getBytes(), file))
        .isInstanceOf(ProfileOutcome.Loaded.class);
  }

  private ProfileDraft read(String config, String... hosts) throws IOException {
    Path file = Files.writeString(ssh.resolve("config"), config);
    return SshConfigImport.read(file, List.of(hosts), new ImportFiles(home, "me", Map.of()));
  }

  /** Each problem with its file's last name, its place, its field, its code and arguments. */
  static List<String> briefs(ProfileDraft draft) {
    return draft.problems().stream()
        .map(
            it ->
                it.place().replaceFirst(".*/", "")
                    + " "
                    + it.located().problem().path()
                    + " "
                    + it.located().problem().code()
                    + " "
                    + new TreeMap<>(it.located().problem().arguments()))
        .toList();
  }
}
