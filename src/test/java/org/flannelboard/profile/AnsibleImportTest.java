package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.profile.SshConfigImportTest.briefs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SshAccess.Jump;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsibleImportTest {

  /** The shape of a kubespray or kubeasz inventory. */
  private static final String INI =
      """
      ; the lab
      jump.example.org:2222

      [kube_node]
      vm[01:03] ansible_user=ops    # three of them
      vm04 ansible_host=172.16.16.84 ip=10.0.0.4 ansible_port=22022

      [etcd]
      vm01

      [edge]
      win01 ansible_connection=winrm
      vm05 ansible_host="{{ lookup('env', 'VM05') }}"

      [cluster:children]
      kube_node
      edge

      [cluster:vars]
      ansible_user = admin
      ansible_ssh_private_key_file=keys/cluster
      ansible_ssh_common_args='-o StrictHostKeyChecking=no -o ProxyJump=jump@203.0.113.7:2222'
      ansible_become_password=hunter2

      [all:vars]
      ansible_user=root
      """;

  private static final String YAML =
      """
      all:
        vars:
          ansible_user: root
        hosts:
          vm[01:02]:
        children:
          kube_node:
            hosts:
              vm01:
                ansible_host: 172.16.16.81
                ansible_password: !vault |
                  $ANSIBLE_VAULT;1.1;AES256
              vm02: {ansible_host: 172.16.16.82, ansible_user: "{{ user }}"}
            vars:
              ansible_user: ops
              ansible_port: 2222
          edge:
            machines: {}
      """;

  @TempDir Path folder;

  @Test
  void groupsRangesAndVariablesAreResolvedAsAnsibleDoes() throws IOException {
    ProfileDraft draft = read("hosts", INI, "cluster");

    assertThat(draft.nodes())
        .extracting(node -> node.id() + " " + node.ip() + " " + login(node.ssh()))
        .containsExactly(
            "vm01 null ops@vm01:22",
            "vm02 null ops@vm02:22",
            "vm03 null ops@vm03:22",
            "vm04 10.0.0.4 admin@172.16.16.84:22022",
            "vm05 null admin@vm05:22");
    assertThat(draft.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.ssh().identities()).containsExactly(folder.resolve("keys/cluster"));
              assertThat(node.ssh().jumps())
                  .containsExactly(new Jump("203.0.113.7", 2222, "jump", List.of()));
            });
    assertThat(briefs(draft))
        .contains(
            "hosts:12:1 win01 ansible_connection ansible-connection"
                + " {connection=winrm, host=win01}",
            "hosts:13:1 vm05 ansible_host ansible-template {variable=ansible_host}",
            "hosts:23:1 ansible_become_password ansible-secret-left"
                + " {variable=ansible_become_password}")
        .noneMatch(it -> it.contains("hunter2"));
    assertThat(draft.problems().stream().filter(FileProblem::isError)).hasSize(1);
  }

  @Test
  void theSameInYaml() throws IOException {
    ProfileDraft draft = read("hosts.yml", YAML, null);

    assertThat(draft.nodes())
        .extracting(node -> node.id() + " " + node.ip() + " " + login(node.ssh()))
        .containsExactly(
            "vm01 172.16.16.81 ops@172.16.16.81:2222", "vm02 172.16.16.82 me@172.16.16.82:2222");
    assertThat(briefs(draft))
        .containsExactly(
            "hosts.yml:18:17 edge.machines ansible-key-unknown {key=machines}",
            "hosts.yml:11:1 ansible_password ansible-secret-left" + " {variable=ansible_password}",
            "hosts.yml:13:1 vm02 ansible_user ansible-template {variable=ansible_user}");
  }

  @Test
  void aHostOutsideEveryGroupIsAHost() throws IOException {
    assertThat(read("hosts", INI, "ungrouped").nodes())
        .extracting(node -> login(node.ssh()))
        .containsExactly("root@jump.example.org:2222");
    assertThat(briefs(read("hosts", INI, "nodes")))
        .containsExactly(
            "hosts  ansible-group-unknown {group=nodes, known="
                + "ungrouped, kube_node, etcd, edge, cluster, all}");
  }

  @Test
  void whatIsBrokenIsNamedWithItsLine() throws IOException {
    assertThat(briefs(read("hosts.yaml", "all:\n  hosts: [a, b]\n", null)))
        .containsExactly("hosts.yaml:2:10 all.hosts ansible-mapping-expected {}");
    assertThat(briefs(read("hosts.yaml", "all:\n\thosts: x\n", null)))
        .singleElement()
        .asString()
        .startsWith("hosts.yaml:2:1  ansible-yaml");
    assertThat(briefs(read("hosts", "[a]\nvm[9:1] x=1\nvm01 alone\n[a:vars]\nno value\n", null)))
        .containsExactly(
            "hosts:2:1 a ansible-host-invalid {value=vm[9:1] x=1}",
            "hosts:3:1 vm01 ansible-line-not-understood {line=alone}",
            "hosts:5:1 a ansible-line-not-understood {line=no value}");
  }

  @Test
  void foldersOfVariablesBesideItAreNotPassedOverInSilence() throws IOException {
    Files.createDirectory(folder.resolve("group_vars"));

    assertThat(briefs(read("hosts", "vm01\n", null)))
        .containsExactly(
            "hosts  ansible-folder-not-read {folder=" + folder.resolve("group_vars") + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "vm[01:03], vm01 vm02 vm03",
    "vm[8:10], vm8 vm9 vm10",
    "r[1:2]-[a:b], r1-a r1-b r2-a r2-b",
    "n[0:10:5].x, n0.x n5.x n10.x",
    "plain, plain",
    "vm[3:1],",
    "vm[1:a],",
    "vm[1:9999999],",
    "vm[1:99999],",
    "vm[],"
  })
  void rangesAreSpelledOut(String pattern, @Nullable String hosts) {
    assertThat(HostPattern.expand(pattern).map(all -> String.join(" ", all)).orElse(null))
        .isEqualTo(hosts);
  }

  @Test
  void anAddressAloneIsTheNodesAddress() throws IOException {
    assertThat(read("hosts", "172.16.16.81\n", null).nodes().getFirst().ip())
        .isEqualTo(Ipv4Address.of("172.16.16.81"));
  }

  private static String login(SshAccess ssh) {
    return ssh.user() + "@" + ssh.address() + ":" + ssh.port();
  }

  private ProfileDraft read(String name, String text, @Nullable String group) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return AnsibleImport.read(file, group, new ImportFiles(folder, "me", Map.of()));
  }
}
