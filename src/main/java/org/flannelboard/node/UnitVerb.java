package org.flannelboard.node;

/** What systemd can be asked to do with a unit (systemctl(1)). */
public enum UnitVerb {
  ENABLE("enable"),
  DISABLE("disable"),
  START("start"),
  STOP("stop"),
  RESTART("restart"),
  RESET_FAILED("reset-failed");

  private final String word;

  UnitVerb(String word) {
    this.word = word;
  }

  /** The word systemctl knows it by. */
  public String word() {
    return word;
  }
}
