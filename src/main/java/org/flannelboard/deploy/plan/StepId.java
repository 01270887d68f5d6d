package org.flannelboard.deploy.plan;

import java.util.EnumSet;
import java.util.List;

/**
 * What a step is about. The order of the constants up to {@link #VERIFY} is the order of a push's
 * work on a node, those behind it are remedies'; the codes are stable in machine output and
 * journals.
 */
public enum StepId {
  /** Flannel's network configuration in etcd; once for the cluster. */
  ETCD_CONFIG("etcd-config"),
  /** The CA certificate flanneld verifies etcd with. */
  ETCD_CA("etcd-ca"),
  FLANNELD_BINARY("flanneld-binary"),
  MK_DOCKER_OPTS("mk-docker-opts"),
  CERTIFICATE("certificate"),
  CERTIFICATE_KEY("certificate-key"),
  /** The environment file with flanneld's arguments. */
  OPTIONS("options"),
  FLANNELD_UNIT("flanneld-unit"),
  DOCKER_UNIT("docker-unit"),
  DAEMON_RELOAD("daemon-reload"),
  FLANNELD_ENABLE("flanneld-enable"),
  FLANNELD_START("flanneld-start"),
  DOCKER_ENABLE("docker-enable"),
  DOCKER_START("docker-start"),
  /** Measures the final state; changes nothing. */
  VERIFY("verify"),

  /** A lease in etcd that nobody uses any more. */
  LEASE_REMOVAL("lease-removal"),
  /** An entry, a setting or a device of the running kernel. */
  KERNEL("kernel"),
  /** What gives a kernel setting its value at the next boot. */
  SETTING("setting"),
  /** systemd's memory of starts that failed. */
  UNIT_RESET("unit-reset");

  /** What a push looks at on every node, in the order of the work. */
  public static final List<StepId> OF_A_NODE = List.copyOf(EnumSet.range(ETCD_CA, VERIFY));

  private final String code;

  StepId(String code) {
    this.code = code;
  }

  /** Kebab-case, stable. */
  public String code() {
    return code;
  }

  @Override
  public String toString() {
    return code;
  }
}
