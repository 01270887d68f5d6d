package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.DaemonFacts.Docker;
import org.flannelboard.node.facts.DaemonFacts.FileText;
import org.flannelboard.node.facts.DaemonFacts.JournalLine;
import org.flannelboard.node.facts.DaemonFacts.Process;
import org.flannelboard.node.facts.DaemonFacts.Unit;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.junit.jupiter.api.Test;

class DaemonFactsParserTest {

  private static final String UNITS =
      """
      @@ units
      ExecMainStartTimestamp=Mon 2026-11-23 02:47:26 UTC
      ExecMainExitTimestamp=
      ExecMainStatus=0
      Restart=always
      Result=success
      Id=flanneld.service
      Names=flanneld.service flannel.service
      Requires=sysinit.target system.slice
      BindsTo=etcd.service
      PartOf=net.target
      After=network-online.target sysinit.target
      LoadState=loaded
      ActiveState=active
      SubState=running

      Id=docker.service
      Names=docker.service
      LoadState=not-found
      ActiveState=inactive
      SubState=dead
      ExecMainExitTimestamp=n/a
      """;

  @Test
  void readsUnits() throws MalformedOutputException {
    DaemonFacts facts = parse(List.of("flannel.service", "docker.service"), List.of(), UNITS);
    assertThat(facts.unit("flannel.service"))
        .contains(
            new Unit(
                "flannel.service",
                "loaded",
                "active",
                "running",
                "success",
                "always",
                0,
                Instant.parse("2026-11-23T02:47:26Z"),
                null,
                List.of("network-online.target", "sysinit.target"),
                List.of("sysinit.target", "system.slice", "etcd.service", "net.target")));
    assertThat(facts.unit("docker.service").orElseThrow().exists()).isFalse();
    assertThat(facts.unit("docker.service").orElseThrow().exited()).isNull();
  }

  @Test
  void readsAWholeNode() throws MalformedOutputException {
    RemotePath env = RemotePath.of("/run/flannel/subnet.env");
    DaemonFacts facts =
        parse(
            List.of("flanneld.service", "docker.service", "etcd2.service"),
            List.of(env),
            Golden.text("inspect-lab-debian12.txt"));
    Unit docker = facts.unit("docker.service").orElseThrow();
    assertThat(docker.active()).isTrue();
    assertThat(docker.restart()).isEqualTo("on-abnormal");
    assertThat(docker.started()).isEqualTo(Instant.parse("2026-11-23T03:44:59Z"));
    assertThat(docker.boundTo()).contains("flanneld.service");
    assertThat(facts.unit("etcd2.service").orElseThrow().active()).isTrue();
    assertThat(facts.process("dockerd").orElseThrow().option("bip")).contains("10.253.77.1/24");
    assertThat(facts.process("flanneld").orElseThrow().option("iface")).contains("172.16.16.81");
    assertThat(facts.process("etcd").orElseThrow().option("enable-v2")).contains("true");
    Docker bridge = facts.docker().toOptional().orElseThrow();
    assertThat(bridge.subnet()).isEqualTo("10.253.77.0/24");
    assertThat(bridge.options()).containsEntry("com.docker.network.driver.mtu", "1450");
    assertThat(bridge.containers()).isEmpty();
    List<JournalLine> journal = facts.journal().toOptional().orElseThrow();
    assertThat(journal).hasSize(20).allSatisfy(line -> assertThat(line.at()).isNotNull());
    assertThat(journal.getLast().text()).startsWith("systemd[1]: Started flanneld.service");
    assertThat(facts.files()).containsOnlyKeys(env);
  }

  @Test
  void knowsNoUnitWhereSystemdGivesNoAnswer() throws MalformedOutputException {
    assertThat(
            parse(List.of("a.service"), List.of(), "@@ no-units systemctl failed with status 1\n")
                .units())
        .isEmpty();
    assertThat(
            parse(List.of("flanneld.service"), List.of(), UNITS.replace("26 UTC", "26 CST"))
                .units())
        .isEmpty();
  }

  @Test
  void readsProcesses() throws MalformedOutputException {
    DaemonFacts facts =
        parse(
            List.of(),
            List.of(),
            """
            @@ processes
            @@ process flanneld 812
            argument /usr/local/bin/flanneld
            argument -etcd-prefix=/kubernetes/network
            argument -ip-masq
            variable FLANNELD_IFACE=eth0=x
            @@ process etcd 700
            argument etcd
            """);
    assertThat(facts.processes())
        .isEqualTo(
            Known.of(
                List.of(
                    new Process(
                        "flanneld",
                        812,
                        List.of(
                            "/usr/local/bin/flanneld",
                            "-etcd-prefix=/kubernetes/network",
                            "-ip-masq"),
                        Map.of("FLANNELD_IFACE", "eth0=x")),
                    new Process("etcd", 700, List.of("etcd"), Map.of()))));
    assertThatThrownBy(
            () ->
                ProcessParser.parse(new Section("process", "flanneld 812", List.of("flanneld -v"))))
        .isInstanceOf(MalformedOutputException.class);
  }

  @Test
  void readsFiles() throws MalformedOutputException {
    RemotePath env = RemotePath.of("/run/flannel/subnet.env");
    RemotePath none = RemotePath.of("/etc/docker/daemon.json");
    RemotePath folder = RemotePath.of("/etc");
    RemotePath large = RemotePath.of("/var/log/messages");
    DaemonFacts facts =
        parse(
            List.of(),
            List.of(env, none, folder, large),
            """
            @@ file
            regular 16|644|root|0|root|0|1795377083
            base64 RkxBTk5FTF9NVFU9MTQ1MAo=
            @@ file
            absent
            @@ file
            other directory
            @@ file
            regular 70000|644|root|0|root|0|1795377083
            sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  -
            """);
    assertThat(facts.files().get(env))
        .isEqualTo(
            Known.of(
                Optional.of(
                    new FileText("FLANNEL_MTU=1450\n", Instant.ofEpochSecond(1795377083L)))));
    assertThat(facts.files().get(none)).isEqualTo(Known.of(Optional.empty()));
    assertThat(facts.files().get(folder)).isEqualTo(Known.unknown("it is a directory"));
    assertThat(facts.files().get(large)).isInstanceOf(Known.Unknown.class);
    assertThatThrownBy(() -> parse(List.of(), List.of(env), ""))
        .hasMessageContaining("0 files instead of 1");
  }

  @Test
  void readsDocker() throws MalformedOutputException {
    String answers =
        """
        @@ docker-bridge
        subnet 10.253.46.0/24
        option com.docker.network.bridge.name docker0
        option com.docker.network.driver.mtu 1450

        @@ docker-containers
        web_server_1
        """;
    assertThat(parse(List.of(), List.of(), answers).docker())
        .isEqualTo(
            Known.of(
                new Docker(
                    "10.253.46.0/24",
                    Map.of(
                        "com.docker.network.bridge.name", "docker0",
                        "com.docker.network.driver.mtu", "1450"),
                    List.of("web_server_1"))));
    assertThat(
            parse(
                    List.of(),
                    List.of(),
                    answers.replace(
                        "@@ docker-containers", "@@ no-docker-containers docker gave no answer"))
                .docker())
        .isEqualTo(Known.unknown("docker gave no answer"));
    assertThat(parse(List.of(), List.of(), "@@ no-docker docker is not installed\n").docker())
        .isEqualTo(Known.unknown("docker is not installed"));
  }

  @Test
  void readsJournals() throws MalformedOutputException {
    DaemonFacts facts =
        parse(
            List.of(),
            List.of(),
            """
            @@ said journal
            @@ journal
            -- Logs begin at Sun 2026-11-22 20:00:00 UTC, end at Mon 2026-11-23 02:00:00 UTC. --
            2026-11-22T20:00:00+0000 vm01 flanneld[812]: Lease acquired: 10.253.46.0/24
            2026-11-22T20:00:01+08:00 vm01 systemd[1]: Started flanneld.
                                      a second line
            @@ kernel-log
            [12.5] nf_conntrack: table full, dropping packet
            """);
    assertThat(facts.journal())
        .isEqualTo(
            Known.of(
                List.of(
                    new JournalLine(
                        Instant.parse("2026-11-22T20:00:00Z"),
                        "flanneld[812]: Lease acquired: 10.253.46.0/24"),
                    new JournalLine(
                        Instant.parse("2026-11-22T12:00:01Z"), "systemd[1]: Started flanneld."),
                    new JournalLine(null, "                          a second line"))));
    assertThat(facts.kernelLog())
        .isEqualTo(Known.of(List.of("[12.5] nf_conntrack: table full, dropping packet")));
    assertThat(
            parse(List.of(), List.of(), "@@ said journal\n@@ journal\n-- No entries --\n")
                .journal())
        .isEqualTo(Known.of(List.of()));
  }

  private static DaemonFacts parse(List<String> units, List<RemotePath> files, String output)
      throws MalformedOutputException {
    return DaemonFactsParser.parse(
        new Inspection(Depth.EVERYTHING, List.of(), units, files, 10),
        new Answers(Section.split(output)));
  }
}
