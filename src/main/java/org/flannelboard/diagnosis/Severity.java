package org.flannelboard.diagnosis;

import java.util.Locale;

/** How much a finding matters, least first. */
public enum Severity {
  /** Worth knowing; nothing is wrong. */
  INFO,
  /** Works now and will not later, or not for everything. */
  WARNING,
  /** Packets are lost now. */
  ERROR;

  /** Stable, for machine output and message keys. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
