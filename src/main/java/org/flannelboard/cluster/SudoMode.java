package org.flannelboard.cluster;

/** Whether commands on a node go through sudo. */
public enum SudoMode {
  /** When the login user is not root. */
  AUTO,
  /** Always. */
  ALWAYS,
  /** Never; the login user must be able to do everything itself. */
  NEVER
}
