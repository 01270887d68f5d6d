package org.flannelboard.app;

import org.flannelboard.base.Failure;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A failure as machines read it: its code and arguments, with the sentence for people. */
public final class FailureJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FailureJson() {}

  /** The failure as an object. */
  public static ObjectNode of(Failure failure, Messages messages) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("code", failure.code());
    ObjectNode arguments = node.putObject("arguments");
    failure.arguments().forEach(arguments::put);
    Messages.Explanation words = messages.describe(failure);
    node.put("message", words.message());
    if (words.remedy().isEmpty()) {
      node.putNull("remedy");
    } else {
      node.put("remedy", words.remedy());
    }
    return node;
  }
}
