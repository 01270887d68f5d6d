package org.flannelboard.cli;

import org.flannelboard.app.FailureJson;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Machine output: one document, stable member names, English, no locale's number format. */
final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String write(ObjectNode document) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
  }

  /** A failure by its code and arguments, with its sentence for people. */
  static ObjectNode describe(Failure failure, Messages messages) {
    return FailureJson.of(failure, messages);
  }

  /** A problem, with its path and whether it stops the work. */
  static ObjectNode problem(Problem problem, Messages messages) {
    return describe(problem, messages)
        .put("path", problem.path())
        .put("severity", problem.isError() ? "error" : "warning");
  }

  static String failure(Failure failure, Messages messages) {
    ObjectNode document = object();
    document.set("failure", describe(failure, messages));
    return write(document);
  }

  /** Puts the text, or JSON's null. */
  static void putText(ObjectNode node, String name, @Nullable Object value) {
    if (value == null) {
      node.putNull(name);
    } else {
      node.put(name, value.toString());
    }
  }
}
