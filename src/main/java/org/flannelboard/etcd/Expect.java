package org.flannelboard.etcd;

/** What a key must hold for a write to happen. */
public sealed interface Expect {

  /** No condition. */
  record Anything() implements Expect {}

  /** The key must not exist. */
  record Absent() implements Expect {}

  /** The value must be the one written at that revision. */
  record At(Revision revision) implements Expect {}
}
