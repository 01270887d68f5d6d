package org.flannelboard.ssh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeQuestions;

/** Answers from a list, and remembers what was asked. */
final class ScriptedPerson implements NodeQuestions {

  final List<UnknownHost> hosts = new ArrayList<>();
  final List<SecretRequest> requests = new ArrayList<>();
  final Map<Class<? extends SecretRequest>, String> answers = new HashMap<>();
  boolean trusting = true;

  @Override
  public synchronized boolean trust(UnknownHost host) {
    hosts.add(host);
    return trusting;
  }

  @Override
  public synchronized Optional<Secret> secret(SecretRequest request) {
    requests.add(request);
    return Optional.ofNullable(answers.get(request.getClass())).map(Secret::of);
  }
}
