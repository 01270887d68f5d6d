package org.flannelboard.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.NodeQuestions;

/** Opens practice nodes. */
final class PracticeNodeConnector implements NodeConnector {

  private static final String KEY_TYPE = "ssh-ed25519";

  private final World world;
  private final Faults faults;
  private final PracticeTiming timing;
  private final Pacer pacer;
  private final NodeQuestions questions;
  private final String knownHosts;
  private final List<NodeOps> open = new ArrayList<>();

  PracticeNodeConnector(
      World world,
      Faults faults,
      PracticeTiming timing,
      Pacer pacer,
      NodeQuestions questions,
      String knownHosts) {
    this.world = world;
    this.faults = faults;
    this.timing = timing;
    this.pacer = pacer;
    this.questions = questions;
    this.knownHosts = knownHosts;
  }

  @Override
  public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
    Optional<NodeFailure> refusal = refusal(node, deadline);
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    return world.locked(
        () -> {
          NodeOps ops = new PracticeNode(world, faults, world.machine(node.id()), timing, pacer);
          open.add(ops);
          return Result.ok(ops);
        });
  }

  @Override
  public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
    return refusal(node, deadline)
        .<Result<StreamDialer, NodeFailure>>map(Result::err)
        .orElseGet(() -> Result.ok(PracticeNodeConnector::nowhere));
  }

  @Override
  public void close() {
    List<NodeOps> connections = world.locked(() -> List.copyOf(open));
    connections.forEach(NodeOps::close);
  }

  private Optional<NodeFailure> refusal(NodeSpec node, Deadline deadline) {
    if (!passes(deadline)) {
      return Optional.of(new NodeFailure.TimedOut(node.id(), "connect"));
    }
    Optional<NodeFailure> refusal = world.locked(() -> present(node));
    if (refusal.isPresent()
        && refusal.get() instanceof NodeFailure.HostKeyUnknown unknown
        && questions.trust(asked(node, unknown))) {
      world.locked(() -> faults.switchOff(new PracticeFault.HostKeyUnknown(node.id())));
      return Optional.empty();
    }
    return refusal;
  }

  private boolean passes(Deadline deadline) {
    try {
      timing.pauses().pause(timing.exchange());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !deadline.expired();
  }

  private Optional<NodeFailure> present(NodeSpec node) {
    String address = node.ssh().address() + ":" + node.ssh().port();
    if (world.machine(node.id()).isCutOff()) {
      return Optional.of(new NodeFailure.Unreachable(node.id(), address, "connection timed out"));
    }
    if (faults.isOn(new PracticeFault.HostKeyChanged(node.id()))) {
      return Optional.of(
          new NodeFailure.HostKeyChanged(
              node.id(),
              address,
              fingerprint(node, "original"),
              fingerprint(node, "other"),
              knownHosts));
    }
    if (faults.isOn(new PracticeFault.HostKeyUnknown(node.id()))) {
      return Optional.of(
          new NodeFailure.HostKeyUnknown(
              node.id(), address, KEY_TYPE, fingerprint(node, "original"), knownHosts));
    }
    return Optional.empty();
  }

  private static NodeQuestions.UnknownHost asked(
      NodeSpec node, NodeFailure.HostKeyUnknown unknown) {
    return new NodeQuestions.UnknownHost(
        node.id(), node.ssh().address(), node.ssh().port(), KEY_TYPE, unknown.fingerprint());
  }

  /** In OpenSSH's form: SHA-256 in base64 without padding. */
  private static String fingerprint(NodeSpec node, String which) {
    Digest digest = Digest.of((node.id() + which).getBytes(StandardCharsets.UTF_8));
    byte[] bytes = HexFormat.of().parseHex(digest.sha256());
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private static StreamDialer.ByteStream nowhere(HostPort target, Deadline deadline)
      throws IOException {
    throw new IOException("practice nodes carry no byte streams: " + target);
  }
}
