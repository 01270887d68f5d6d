package org.flannelboard.app.activity;

import java.util.List;
import java.util.stream.Collectors;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations as JSON lines: one object a line, stable English names, times in ISO 8601 UTC. */
public final class ActivityJson {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private ActivityJson() {}

  /** One line, without its end. */
  public static String line(Activity activity) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("started", activity.started().toString());
    root.put("target", activity.target());
    root.put("operation", activity.operation().kind().code());
    ObjectNode arguments = root.putObject("arguments");
    activity.operation().arguments().forEach(arguments::put);
    root.put("mutating", activity.mutating());
    Change change = activity.change();
    root.put("change", change == null ? null : change.id());
    root.put("outcome", activity.outcome().code());
    root.put("durationMs", activity.took() == null ? null : activity.took().toNanos() / 1e6);
    root.put("exitStatus", activity.exitStatus());
    put(root, activity.failure());
    root.put("answer", activity.answer());
    ArrayNode commands = root.putArray("commands");
    activity.commands().forEach(commands::add);
    root.put("output", activity.output());
    root.put("errors", activity.errors());
    return MAPPER.writeValueAsString(root);
  }

  /** All of them, a line each. */
  public static String lines(List<Activity> activities) {
    return activities.stream().map(it -> line(it) + "\n").collect(Collectors.joining());
  }

  private static void put(ObjectNode root, @Nullable Failure failure) {
    if (failure == null) {
      root.putNull("failure");
      return;
    }
    ObjectNode node = root.putObject("failure");
    node.put("code", failure.code());
    ObjectNode arguments = node.putObject("arguments");
    failure.arguments().forEach(arguments::put);
  }
}
