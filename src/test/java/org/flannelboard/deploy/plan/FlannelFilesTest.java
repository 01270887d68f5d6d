package org.flannelboard.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.junit.jupiter.api.Test;

/** The files of the guide, and where they differ from it on purpose. */
class FlannelFilesTest {

  /** The guide's file, and {@code -iface}, which the guide leaves to chance. */
  @Test
  void optionsAreTheGuidesAndTheInterface() {
    assertThat(FlannelFiles.options(Guide.profile(), Guide.VM01))
        .isEqualTo(
            """
            FLANNEL_ETCD_ENDPOINTS="https://vm01:2379,https://vm02:2379,https://vm03:2379"
            FLANNEL_ETCD_PREFIX="/kubernetes/network"
            FLANNEL_OPTIONS="-etcd-cafile=/etc/kubernetes/ssl/ca.pem \
            -etcd-certfile=/etc/flanneld/ssl/flannel.pem \
            -etcd-keyfile=/etc/flanneld/ssl/flannel-key.pem -iface=172.16.16.81"
            """);
  }

  /** The guide's unit, restarted however flanneld ended. */
  @Test
  void theUnitIsTheGuidesAndAlwaysRestarts() {
    assertThat(FlannelFiles.unit(Paths.guide()))
        .isEqualTo(
            """
            [Unit]
            Description=Flanneld overlay address etcd agent
            After=network.target
            After=network-online.target
            Wants=network-online.target
            After=etcd.service
            Before=docker.service

            [Service]
            Type=notify
            EnvironmentFile=/etc/flanneld/flanneld
            EnvironmentFile=-/etc/sysconfig/docker-network
            ExecStart=/usr/bin/flanneld -etcd-endpoints=${FLANNEL_ETCD_ENDPOINTS} \
            -etcd-prefix=${FLANNEL_ETCD_PREFIX} $FLANNEL_OPTIONS
            ExecStartPost=/usr/bin/mk-docker-opts.sh -k DOCKER_NETWORK_OPTIONS -d /run/flannel/docker
            Restart=always
            RestartSec=5

            [Install]
            WantedBy=multi-user.target
            RequiredBy=docker.service
            """);
  }

  @Test
  void theCommandLineIsWhatSystemdMakesOfUnitAndOptions() {
    assertThat(FlannelFiles.commandLine(Guide.profile(), Guide.node(4)))
        .containsExactly(
            "/usr/bin/flanneld",
            "-etcd-endpoints=https://vm01:2379,https://vm02:2379,https://vm03:2379",
            "-etcd-prefix=/kubernetes/network",
            "-etcd-cafile=/etc/kubernetes/ssl/ca.pem",
            "-etcd-certfile=/etc/flanneld/ssl/flannel.pem",
            "-etcd-keyfile=/etc/flanneld/ssl/flannel-key.pem",
            "-iface=172.16.16.84");
  }

  @Test
  void plainEndpointsNeedNoCertificates() {
    ClusterProfile plain =
        Guide.profile(Paths.guide(), DockerSpec.Style.DROP_IN, false, List.of(), "http");
    assertThat(FlannelFiles.options(plain, Guide.VM01))
        .contains("FLANNEL_OPTIONS=\"-iface=172.16.16.81\"");
  }

  @Test
  void whatTheProfileAddsComesLast() {
    ClusterProfile more =
        Guide.profile(Paths.guide(), DockerSpec.Style.DROP_IN, true, List.of("-v=2"), "http");
    assertThat(FlannelFiles.options(more, Guide.VM01))
        .contains("FLANNEL_OPTIONS=\"-iface=172.16.16.81 -ip-masq=true -v=2\"");
  }

  @Test
  void anotherPlaceForTheSubnetFileIsToldToBothPrograms() {
    Paths guide = Paths.guide();
    Paths moved =
        new Paths(
            guide.binaries(),
            guide.ssl(),
            guide.options(),
            guide.unit(),
            guide.etcdCa(),
            guide.dockerOptions(),
            RemotePath.of("/run/other/subnet.env"),
            guide.state());
    ClusterProfile profile =
        Guide.profile(moved, DockerSpec.Style.DROP_IN, false, List.of(), "http");
    assertThat(FlannelFiles.options(profile, Guide.VM01))
        .contains("-subnet-file=/run/other/subnet.env");
    assertThat(FlannelFiles.unit(moved))
        .contains("mk-docker-opts.sh -f /run/other/subnet.env -k DOCKER_NETWORK_OPTIONS");
  }

  @Test
  void subnetEnvIsReadAsFlanneldWritesIt() {
    SubnetEnv env =
        SubnetEnv.parse(
            """
            FLANNEL_NETWORK=10.253.0.0/16
            FLANNEL_SUBNET=10.253.36.1/24
            FLANNEL_MTU=1450
            FLANNEL_IPMASQ=false
            """);
    assertThat(env.docker0()).hasToString("Optional[10.253.36.1]");
    assertThat(env.network()).hasToString("Optional[10.253.0.0/16]");
    assertThat(env.dockerArguments()).isEmpty();
  }

  @Test
  void dockersOptionsAreReadAsTheHelperWritesThem() {
    SubnetEnv env =
        SubnetEnv.parse(
            """
            DOCKER_OPT_BIP="--bip=10.253.100.1/24"
            DOCKER_OPT_MTU="--mtu=1450"
            DOCKER_NETWORK_OPTIONS=" --bip=10.253.100.1/24 --ip-masq=true --mtu=1450"
            """);
    assertThat(env.dockerArguments())
        .containsExactly("--bip=10.253.100.1/24", "--ip-masq=true", "--mtu=1450");
    assertThat(env.docker0()).isEmpty();
    assertThat(SubnetEnv.parse("garbage\n=\nFLANNEL_SUBNET=x/24\n").docker0()).isEmpty();
  }
}
