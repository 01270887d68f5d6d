package org.flannelboard.profile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.AnsibleInventory.Variable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** An inventory in Ansible's YAML form (Ansible, plugin {@code yaml}). */
final class AnsibleYaml {

  /** A tag of its own means an encrypted value ({@code !vault}) or a template ({@code !unsafe}). */
  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

  private final AnsibleInventory inventory;
  private final Path file;
  private final List<FileProblem> problems;

  private AnsibleYaml(AnsibleInventory inventory, Path file, List<FileProblem> problems) {
    this.inventory = inventory;
    this.file = file;
    this.problems = problems;
  }

  static void read(String text, Path file, AnsibleInventory inventory, List<FileProblem> problems) {
    AnsibleYaml reader = new AnsibleYaml(inventory, file, problems);
    Findings findings = new Findings();
    Optional<Node> root = YamlDocument.compose(text.getBytes(StandardCharsets.UTF_8), findings);
    for (LocatedProblem found : findings.inReadingOrder()) {
      problems.add(
          new FileProblem(
              file,
              new LocatedProblem(
                  Problem.error(
                      "",
                      "ansible-yaml",
                      Map.of(
                          "what",
                          found
                              .problem()
                              .arguments()
                              .getOrDefault("what", found.problem().code()))),
                  found.position())));
    }
    root.ifPresent(
        node -> reader.members(node, "").forEach((name, group) -> reader.group(name, group)));
  }

  private void group(String name, Node node) {
    AnsibleInventory.Group group = inventory.group(name);
    members(node, name)
        .forEach(
            (key, value) -> {
              switch (key) {
                case "hosts" ->
                    members(value, name + ".hosts").forEach((host, own) -> host(group, host, own));
                case "vars" ->
                    members(value, name + ".vars")
                        .forEach((variable, it) -> group.variables.put(variable, variable(it)));
                case "children" ->
                    members(value, name + ".children")
                        .forEach(
                            (child, it) -> {
                              group.children.add(child);
                              group(child, it);
                            });
                default ->
                    problem(value, name + "." + key, "ansible-key-unknown", Map.of("key", key));
              }
            });
  }

  private void host(AnsibleInventory.Group group, String pattern, Node node) {
    Optional<List<String>> names = HostPattern.expand(pattern);
    if (names.isEmpty()) {
      problem(node, pattern, "ansible-host-invalid", Map.of("value", Value.brief(pattern)));
      return;
    }
    Map<String, Node> own = members(node, pattern);
    for (String name : names.get()) {
      group.members.add(name);
      own.forEach((variable, value) -> inventory.host(name).put(variable, variable(value)));
      inventory.host(name);
    }
  }

  /** The members of a mapping; none of an empty value, which Ansible allows. */
  private Map<String, Node> members(Node node, String field) {
    Map<String, Node> members = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple member : mapping.getValue()) {
        if (member.getKeyNode() instanceof ScalarNode key) {
          members.put(key.getValue(), member.getValueNode());
        }
      }
    } else if (!(node instanceof ScalarNode scalar && isNothing(scalar))) {
      problem(node, field, "ansible-mapping-expected", Map.of());
    }
    return members;
  }

  private static boolean isNothing(ScalarNode scalar) {
    return scalar.getValue().isEmpty() || scalar.getValue().matches("~|null");
  }

  private static Variable variable(Node node) {
    boolean plain =
        node instanceof ScalarNode && node.getTag().getValue().startsWith(STANDARD_TAGS);
    return new Variable(
        plain ? ((ScalarNode) node).getValue() : null, YamlDocument.placeOf(node).line());
  }

  private void problem(Node at, String field, String code, Map<String, String> arguments) {
    problems.add(
        new FileProblem(
            file,
            new LocatedProblem(Problem.warning(field, code, arguments), YamlDocument.placeOf(at))));
  }
}
