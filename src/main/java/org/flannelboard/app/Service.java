package org.flannelboard.app;

import java.util.Locale;
import org.flannelboard.cluster.ClusterProfile;

/** A service of a node whose journal is read and which is restarted by hand. */
public enum Service {
  FLANNELD,
  DOCKER;

  /** Stable, for command lines and message keys. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its systemd unit in a cluster. */
  public String unit(ClusterProfile profile) {
    return switch (this) {
      case FLANNELD -> "flanneld.service";
      case DOCKER -> profile.docker().unit();
    };
  }
}
