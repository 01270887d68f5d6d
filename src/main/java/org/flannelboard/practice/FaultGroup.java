package org.flannelboard.practice;

import java.util.Locale;

/** Where a fault sits, from the machine up to docker. */
public enum FaultGroup {
  HOST,
  ETCD,
  UNDERLAY,
  FILTER,
  DEVICE,
  ENTRY,
  FLANNELD,
  DOCKER;

  /** Kebab-case, stable. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
