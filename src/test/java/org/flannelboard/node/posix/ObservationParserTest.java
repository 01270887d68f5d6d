package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.FileState;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.Observation.Container;
import org.flannelboard.node.Observation.HostFacts;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.junit.jupiter.api.Test;

class ObservationParserTest {

  private static final NodeId NODE = new NodeId("vm01");
  private static final RemotePath OS_RELEASE = RemotePath.of("/etc/os-release");
  private static final RemotePath DOCKERD = RemotePath.of("/usr/bin/dockerd");
  private static final RemotePath NOPE = RemotePath.of("/nope/it's");
  private static final RemotePath ETC = RemotePath.of("/etc");
  private static final RemotePath NULL = RemotePath.of("/dev/null");

  private static final ObservationQuery QUERY =
      new ObservationQuery(
          List.of(
              ObservationQuery.text(OS_RELEASE),
              ObservationQuery.digest(DOCKERD),
              ObservationQuery.text(NOPE),
              ObservationQuery.text(ETC),
              ObservationQuery.digest(NULL)),
          List.of("docker.service", "flanneld.service", "etcd2.service"),
          true,
          true);

  private final String recorded = Golden.text("observe-debian12.txt");

  @Test
  void readsTheHost() throws MalformedOutputException {
    Observation seen = parse(recorded);
    assertThat(seen.node()).isEqualTo(NODE);
    assertThat(seen.clock()).isEqualTo(Instant.ofEpochSecond(1795379867L, 163977644));
    assertThat(seen.host())
        .isEqualTo(
            new HostFacts(
                "vm01", "Debian GNU/Linux 12 (bookworm)", "6.1.0-37-amd64", "x86_64", 252));
  }

  @Test
  void readsTheFiles() throws MalformedOutputException {
    Observation seen = parse(recorded);
    FileState.Regular release = (FileState.Regular) seen.file(OS_RELEASE);
    assertThat(release.size()).isEqualTo(267);
    assertThat(release.mode()).isEqualTo(0644);
    assertThat(release.owner()).isEqualTo("root");
    assertThat(release.modified()).isEqualTo(Instant.ofEpochSecond(1783019100L));
    assertThat(release.content()).isNotNull();
    assertThat(release.content().text()).startsWith("PRETTY_NAME=\"Debian");
    assertThat(seen.file(DOCKERD)).isEqualTo(new FileState.Absent(DOCKERD));
    assertThat(seen.file(NOPE)).isEqualTo(new FileState.Absent(NOPE));
    assertThat(seen.file(ETC)).isEqualTo(new FileState.Other(ETC, "directory"));
    assertThat(seen.file(NULL)).isEqualTo(new FileState.Other(NULL, "character special file"));
  }

  @Test
  void readsTheUnits() throws MalformedOutputException {
    Observation seen = parse(recorded);
    UnitState docker = seen.unit("docker.service");
    assertThat(docker.loadState()).isEqualTo("loaded");
    assertThat(docker.active()).isFalse();
    assertThat(docker.enabled()).isTrue();
    assertThat(docker.needsReload()).isFalse();
    assertThat(docker.fragment()).isEqualTo(RemotePath.of("/lib/systemd/system/docker.service"));
    assertThat(docker.files()).hasSize(1);
    assertThat(docker.files().getFirst().text()).contains("After=network.target containerd");
    assertThat(docker.process()).isEqualTo(Known.notChecked());

    UnitState etcd = seen.unit("etcd2.service");
    assertThat(etcd.name()).isEqualTo("etcd2.service");
    assertThat(etcd.subState()).isEqualTo("running");
    UnitState.MainProcess process = etcd.process().toOptional().orElseThrow();
    assertThat(process.pid()).isEqualTo(1084);
    assertThat(process.executable()).isEqualTo("/usr/bin/etcd");
    assertThat(process.executableReplaced()).isFalse();
    assertThat(process.arguments()).startsWith("/usr/bin/etcd", "--enable-v2=true");
  }

  @Test
  void readsTheNetwork() throws MalformedOutputException {
    NetworkState network = parse(recorded).network().toOptional().orElseThrow();
    assertThat(network.links())
        .extracting(NetworkState.Link::name)
        .containsExactly("lo", "eth0", "flannel.1", "docker0");
    assertThat(network.link("flannel.1"))
        .contains(
            new NetworkState.Link(
                "flannel.1",
                true,
                1450,
                new MacAddress("56:4f:a5:3c:db:33"),
                new NetworkState.Vxlan(1, 8472, Ipv4Address.of("172.16.16.81"))));
    assertThat(network.address("docker0"))
        .contains(new NetworkState.Address("docker0", Ipv4Address.of("10.253.46.1"), 24));
    assertThat(network.routes()).hasSize(6);
  }

  @Test
  void readsContainersByDockersOwnWord() throws MalformedOutputException {
    assertThat(parse(recorded).containers()).isEqualTo(Known.unknown("docker is not active"));
    assertThat(
            parse(
                    recorded.replace(
                        "@@ no-containers docker is not active",
                        "@@ containers\n"
                            + "4f66ad9a0b2e|web_server_1|nginx:1.27\n"
                            + "7d1c|a,b|reg:5000/x@y\n"))
                .containers())
        .isEqualTo(
            Known.of(
                List.of(
                    new Container("4f66ad9a0b2e", "web_server_1", "nginx:1.27"),
                    new Container("7d1c", "a,b", "reg:5000/x@y"))));
    assertThat(
            parse(recorded.replace("@@ no-containers docker is not active", "@@ containers\n\n"))
                .containers())
        .isEqualTo(Known.of(List.of()));
  }

  @Test
  void knowsAReplacedExecutable() throws MalformedOutputException {
    Observation seen =
        parse(recorded.replace("exe /usr/bin/etcd\n", "exe /usr/bin/etcd (deleted)\n"));
    UnitState.MainProcess process = seen.unit("etcd2.service").process().toOptional().orElseThrow();
    assertThat(process.executable()).isEqualTo("/usr/bin/etcd");
    assertThat(process.executableReplaced()).isTrue();
  }

  @Test
  void doesNotKnowAProcessThatMayNotBeLookedAt() throws MalformedOutputException {
    Observation seen = parse(recorded.replaceAll("(?m)^(exe|cmdline) .*\n", ""));
    assertThat(seen.unit("etcd2.service").process()).isInstanceOf(Known.Unknown.class);
  }

  @Test
  void keepsTheRestWhenIpSpeaksDifferently() throws MalformedOutputException {
    Observation seen = parse(recorded.replace("1: lo: <", "one lo <"));
    assertThat(seen.network())
        .isInstanceOfSatisfying(
            Known.Unknown.class,
            unknown -> assertThat(unknown.why()).startsWith("ip says: one lo <LOOPBACK"));
    assertThat(seen.unit("docker.service").exists()).isTrue();
  }

  @Test
  void readsAFileThatCannotBeRead() throws MalformedOutputException {
    Observation seen =
        parse(
            recorded.replace("@@ file\nother directory", "@@ file\nunreadable Permission denied"));
    assertThat(seen.file(ETC)).isEqualTo(new FileState.Unreadable(ETC, "Permission denied"));
  }

  @Test
  void readsAFileOfNobodys() throws MalformedOutputException {
    Observation seen =
        parse(recorded.replace("267|644|root|0|root|0|", "267|4755|UNKNOWN|1007|UNKNOWN|1008|"));
    FileState.Regular file = (FileState.Regular) seen.file(OS_RELEASE);
    assertThat(file.owner()).isEqualTo("1007");
    assertThat(file.group()).isEqualTo("1008");
    assertThat(file.mode()).isEqualTo(04755);
  }

  @Test
  void refusesHalfAnAnswer() {
    int cut = recorded.indexOf("@@ addresses");
    assertThatThrownBy(() -> parse(recorded.substring(0, cut)))
        .isInstanceOf(MalformedOutputException.class)
        .hasMessageContaining("no end");
    assertThatThrownBy(() -> parse(recorded.replaceFirst("@@ file\nabsent\n", "")))
        .hasMessageContaining("4 files instead of 5");
    assertThatThrownBy(
            () ->
                parse(
                    recorded
                        .replace("Id=docker.service", "Id=podman.service")
                        .replace("Names=docker.service", "Names=podman.service")))
        .hasMessageContaining("systemctl shows no docker.service");
    assertThatThrownBy(() -> parse(recorded.replace("LoadState=loaded", "LoadState=")))
        .hasMessageContaining("no LoadState");
    assertThatThrownBy(() -> parse(recorded.replace("267|644|root", "267|6x4|root")))
        .isInstanceOf(MalformedOutputException.class);
    assertThatThrownBy(() -> parse(recorded.replace("clock 17", "clock x")))
        .isInstanceOf(MalformedOutputException.class);
    assertThatThrownBy(() -> parse(recorded.replace("base64 UFJ", "base64 !!!")))
        .isInstanceOf(MalformedOutputException.class);
  }

  private static Observation parse(String output) throws MalformedOutputException {
    return ObservationParser.parse(NODE, QUERY, Section.split(output));
  }
}
