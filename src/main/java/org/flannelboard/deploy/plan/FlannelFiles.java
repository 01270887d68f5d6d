package org.flannelboard.deploy.plan;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;

/** The text of the files the guide has people type: flanneld's options and its unit. */
public final class FlannelFiles {

  private FlannelFiles() {}

  /**
   * The environment file with flanneld's arguments. {@code -iface} is always given: without it
   * flanneld takes the interface of the default route, which may be another one or none at all.
   */
  public static String options(ClusterProfile profile, NodeSpec node) {
    return """
    FLANNEL_ETCD_ENDPOINTS="%s"
    FLANNEL_ETCD_PREFIX="%s"
    FLANNEL_OPTIONS="%s"
    """
        .formatted(
            endpoints(profile),
            profile.etcd().prefix(),
            String.join(" ", arguments(profile, node)));
  }

  /** flanneld's command line as systemd will run it, the program's own path first. */
  public static List<String> commandLine(ClusterProfile profile, NodeSpec node) {
    List<String> line = new ArrayList<>();
    line.add(profile.paths().flanneld().text());
    line.add("-etcd-endpoints=" + endpoints(profile));
    line.add("-etcd-prefix=" + profile.etcd().prefix());
    line.addAll(arguments(profile, node));
    return line;
  }

  /**
   * flanneld's unit. {@code Restart=always}, where the guide has on-failure: when its lease is
   * revoked flanneld exits with status 0, and nothing would start it again.
   */
  public static String unit(Paths paths) {
    return """
    [Unit]
    Description=Flanneld overlay address etcd agent
    After=network.target
    After=network-online.target
    Wants=network-online.target
    After=etcd.service
    Before=docker.service

    [Service]
    Type=notify
    EnvironmentFile=%s
    EnvironmentFile=-/etc/sysconfig/docker-network
    ExecStart=%s -etcd-endpoints=${FLANNEL_ETCD_ENDPOINTS} -etcd-prefix=${FLANNEL_ETCD_PREFIX} $FLANNEL_OPTIONS
    ExecStartPost=%s %s-k %s -d %s
    Restart=always
    RestartSec=5

    [Install]
    WantedBy=multi-user.target
    RequiredBy=docker.service
    """
        .formatted(
            paths.options(),
            paths.flanneld(),
            paths.mkDockerOpts(),
            usualSubnetEnv(paths) ? "" : "-f " + paths.subnetEnv() + " ",
            DockerUnit.VARIABLE,
            paths.dockerOptions());
  }

  /** Whether flanneld and its helper find the file without being told. */
  private static boolean usualSubnetEnv(Paths paths) {
    return paths.subnetEnv().equals(Paths.guide().subnetEnv());
  }

  private static String endpoints(ClusterProfile profile) {
    return profile.etcd().endpoints().stream().map(URI::toString).collect(Collectors.joining(","));
  }

  private static List<String> arguments(ClusterProfile profile, NodeSpec node) {
    Paths paths = profile.paths();
    List<String> arguments = new ArrayList<>();
    if (profile.etcd().endpoints().stream().anyMatch(e -> "https".equals(e.getScheme()))) {
      arguments.add("-etcd-cafile=" + paths.etcdCa());
      arguments.add("-etcd-certfile=" + paths.certificate());
      arguments.add("-etcd-keyfile=" + paths.key());
    }
    arguments.add("-iface=" + node.ip());
    if (!usualSubnetEnv(paths)) {
      arguments.add("-subnet-file=" + paths.subnetEnv());
    }
    if (profile.flannel().ipMasq()) {
      arguments.add("-ip-masq=true");
    }
    arguments.addAll(profile.flannel().extraOptions());
    return arguments;
  }
}
