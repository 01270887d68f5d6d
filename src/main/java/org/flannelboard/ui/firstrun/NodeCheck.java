package org.flannelboard.ui.firstrun;

import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.NodeFacts;

/** What is known of the way to a node. */
sealed interface NodeCheck {

  /** Nobody has looked, or what was seen was of another way. */
  record NotChecked() implements NodeCheck {}

  /** Somebody is looking. */
  record Looking() implements NodeCheck {}

  /** Its host key is in no file: the person has to compare it and to accept it. */
  record Stranger(NodeFailure.HostKeyUnknown failure) implements NodeCheck {}

  /** It was not reached. */
  record Failed(Failure failure) implements NodeCheck {}

  /** It answered. */
  record Seen(NodeFacts facts) implements NodeCheck {}

  static NodeCheck of(Result<NodeFacts, Failure> result) {
    return switch (result) {
      case Result.Ok<NodeFacts, Failure>(NodeFacts facts) -> new Seen(facts);
      case Result.Err<NodeFacts, Failure>(NodeFailure.HostKeyUnknown unknown) ->
          new Stranger(unknown);
      case Result.Err<NodeFacts, Failure>(Failure failure) -> new Failed(failure);
    };
  }
}
