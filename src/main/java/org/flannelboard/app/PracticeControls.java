package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;

/**
 * The switches of practice clusters: what can be broken, what is, and the clock. They are the same
 * for all runs on this machine: one that follows them sees what another one switched.
 */
public interface PracticeControls {

  /**
   * A fault that can be switched. A sentence about it stands under {@code practice.fault.<code>},
   * the name of its group under {@code practice.group.<group>}.
   *
   * @param code kebab-case, stable
   * @param group kebab-case, stable: where it sits
   * @param nodes how many nodes have to be named: none, one, or a node and its peer
   */
  record Kind(String code, String group, int nodes) {}

  /**
   * A fault at its place.
   *
   * @param nodes as many as its kind asks for
   */
  record Fault(String code, List<NodeId> nodes) {
    public Fault {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * How the switches are.
   *
   * @param on the faults that are on, in the order in which they were switched
   * @param ahead how far the clock was moved on
   */
  record State(List<Fault> on, Duration ahead) {
    public State {
      on = List.copyOf(on);
    }
  }

  /** All faults there are, by group. */
  List<Kind> kinds();

  /** How the switches are, or why that is not known. */
  Result<State, Failure> state();

  /** The time in the practice cluster. */
  Instant now();

  /** Breaks something. */
  Result<State, Failure> switchOn(Fault fault);

  /** Mends it. */
  Result<State, Failure> switchOff(Fault fault);

  /** Mends everything. */
  Result<State, Failure> clear();

  /** Moves the clock on. */
  Result<State, Failure> advance(Duration by);

  /** Has clusters that are opened from now on begin at the present; a running one goes on. */
  Result<State, Failure> resetClock();

  /** Something that goes on until it is closed. */
  interface Following extends AutoCloseable {
    @Override
    void close();
  }

  /** Has somebody told of each change, whoever made it, on the thread that brought it. */
  Following onChange(Consumer<Result<State, Failure>> listener);

  /** Takes over what other runs switch, from now on and in the background. */
  Following follow();
}
