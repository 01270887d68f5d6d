package org.flannelboard.deploy.plan;

/**
 * What a step is about. The order of the constants is the order of the work on a node; the codes
 * are stable in machine output and journals.
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
  VERIFY("verify");

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
