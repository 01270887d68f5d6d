package org.flannelboard.cli;

import java.util.Locale;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Network;
import org.flannelboard.app.NetworkImpact;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A judged network configuration as JSON. */
final class NetworkJson {

  private NetworkJson() {}

  static ObjectNode of(Network.Judged judged, Messages messages) {
    ObjectNode root = Json.object();
    root.put("changes", !judged.unchanged());
    root.put("refused", judged.draft().refused());
    root.put("disrupts", judged.impact().disrupts());
    root.put("config", judged.draft().document().line());
    problems(judged, messages, root);
    ArrayNode effects = root.putArray("effects");
    for (NetworkImpact.Effect effect : judged.impact().effects()) {
      ObjectNode node = Json.describe(effect.said(), messages);
      node.put("path", effect.said().path());
      node.put("weight", effect.weight().name().toLowerCase(Locale.ROOT));
      ArrayNode whom = node.putArray("whom");
      effect.whom().forEach(whom::add);
      effects.add(node);
    }
    return root;
  }

  static void problems(Network.Judged judged, Messages messages, ObjectNode root) {
    ArrayNode list = root.putArray("problems");
    judged.draft().problems().forEach(problem -> list.add(Json.problem(problem, messages)));
  }
}
