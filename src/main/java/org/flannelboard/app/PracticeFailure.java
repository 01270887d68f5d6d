package org.flannelboard.app;

import java.util.Map;
import org.flannelboard.base.Failure;

/** Why practice could not be switched. */
public sealed interface PracticeFailure extends Failure {

  /** The file of switches says something that nobody understands. */
  record StateInvalid(String file, int line, String text) implements PracticeFailure {
    @Override
    public String code() {
      return "practice-state-invalid";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "line", Integer.toString(line), "text", text);
    }
  }

  /** There is no fault of that name. */
  record FaultUnknown(String fault) implements PracticeFailure {
    @Override
    public String code() {
      return "practice-fault-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("fault", fault);
    }
  }

  /**
   * A fault was given more or fewer nodes than it takes, or the same one twice.
   *
   * @param takes how many different ones it takes
   */
  record FaultNodesWrong(String fault, int takes) implements PracticeFailure {
    @Override
    public String code() {
      return "practice-fault-nodes-wrong";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("fault", fault, "takes", Integer.toString(takes));
    }
  }

  /** No practice cluster has a node of that name. */
  record NodeUnknown(String node) implements PracticeFailure {
    @Override
    public String code() {
      return "practice-node-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node);
    }
  }

  /** Nothing that is a length of time by which a clock can be moved on. */
  record LengthInvalid(String length) implements PracticeFailure {
    @Override
    public String code() {
      return "practice-length-invalid";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("length", length);
    }
  }
}
