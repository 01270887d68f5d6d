package org.flannelboard.app;

/** How a node's certificate stands, the gravest last. */
public enum CertificateState {
  GOOD("good"),
  /** Lets the node in, but is not what the profile asks for. */
  DIFFERS("differs"),
  /** Lets the node in for less than a month more. */
  EXPIRING("expiring"),
  /** There is none. */
  MISSING("missing"),
  /** Does not hold yet. */
  NOT_YET_VALID("not-yet-valid"),
  /** Another authority vouches for it, or none. */
  UNTRUSTED("untrusted"),
  /** The private key is missing or another one's. */
  KEY_WRONG("key-wrong"),
  EXPIRED("expired"),
  /** A file is there and cannot be understood. */
  UNREADABLE("unreadable"),
  /** The node did not answer. */
  UNREACHABLE("unreachable");

  private final String code;

  CertificateState(String code) {
    this.code = code;
  }

  /** Kebab-case, stable in machine output. */
  public String code() {
    return code;
  }

  /** Whether etcd lets the node in with it now. */
  public boolean letsIn() {
    return this == GOOD || this == DIFFERS || this == EXPIRING;
  }

  /** The graver of the two. */
  CertificateState graver(CertificateState other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
