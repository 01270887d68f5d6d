package org.flannelboard.etcd;

import org.jspecify.annotations.Nullable;

/** What a conditional write did. */
public sealed interface WriteOutcome {

  /** It happened, at that revision. */
  record Written(Revision revision) implements WriteOutcome {}

  /**
   * Somebody was faster: it did not happen.
   *
   * @param actual what the key holds instead; null if it does not exist
   */
  record Conflict(@Nullable Entry actual) implements WriteOutcome {}

  /** The request was sent and no answer came: it may or may not have happened. */
  record InDoubt(String why) implements WriteOutcome {}
}
