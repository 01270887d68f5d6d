package org.flannelboard.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;

/**
 * Nodes whose probers, when cut off, tell of the round they were at as if all answers were lost.
 */
record HastyProbers(NodeConnector behind, Runnable cut) implements NodeConnector {

  static HastyProbers before(NodeConnector nodes, Runnable cut) {
    return new HastyProbers(nodes, cut);
  }

  @Override
  public Result<NodeOps, NodeFailure> connect(NodeSpec node, Deadline deadline) {
    return behind.connect(node, deadline).map(this::hasty);
  }

  @Override
  public Result<StreamDialer, NodeFailure> dialer(NodeSpec node, Deadline deadline) {
    return behind.dialer(node, deadline);
  }

  @Override
  public void close() {
    behind.close();
  }

  private NodeOps hasty(NodeOps node) {
    return (NodeOps)
        Proxy.newProxyInstance(
            NodeOps.class.getClassLoader(),
            new Class<?>[] {NodeOps.class},
            (_, method, arguments) -> {
              try {
                Object given = method.invoke(node, arguments);
                return method.getName().equals("ping") ? hasty(given, arguments) : given;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @SuppressWarnings("unchecked") // as NodeOps.ping has it
  private Object hasty(Object given, Object[] arguments) {
    PingRequest request = (PingRequest) arguments[0];
    Consumer<PingRound> rounds = (Consumer<PingRound>) arguments[1];
    return ((Result<PingStream, NodeFailure>) given)
        .map(stream -> (PingStream) new Cut(stream, request, rounds, cut));
  }

  private record Cut(
      PingStream behind, PingRequest request, Consumer<PingRound> rounds, Runnable told)
      implements PingStream {

    @Override
    public String prober() {
      return behind.prober();
    }

    @Override
    public Optional<NodeFailure> awaitEnd() throws InterruptedException {
      return behind.awaitEnd();
    }

    @Override
    public void close() {
      behind.close();
      List<PingRound.Echo> lost =
          request.targets().stream().map(target -> new PingRound.Echo(target, null, null)).toList();
      rounds.accept(new PingRound(1_000_000, lost));
      told.run();
    }
  }
}
