package org.flannelboard.diagnosis;

import java.util.Locale;

/** Which way packets are lost, as the finding's subject sees it. */
public enum Direction {
  /** What the subject sends. */
  OUTBOUND,
  /** What the subject is sent. */
  INBOUND,
  BOTH,
  /** No packet of the matrix is lost. */
  NONE;

  /** Stable, for machine output and message keys. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
