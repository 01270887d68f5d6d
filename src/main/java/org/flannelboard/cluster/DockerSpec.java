package org.flannelboard.cluster;

/**
 * How docker is taught flannel's network.
 *
 * @param unit docker's systemd unit, for example {@code docker.service}
 * @param style where the change goes
 */
public record DockerSpec(String unit, Style style) {

  /** Where the change to docker's unit goes. */
  public enum Style {
    /** A drop-in under {@code /etc/systemd/system}, which package upgrades leave alone. */
    DROP_IN,
    /** The unit file itself, as the guide does it. */
    IN_PLACE
  }
}
