package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An Ansible inventory: hosts, groups of them, and their variables (Ansible, "How to build your
 * inventory"). Values are text as it stands; nothing is run and no template is filled in.
 */
final class AnsibleInventory {

  /** The group of all hosts. */
  static final String ALL = "all";

  private static final String UNGROUPED = "ungrouped";

  private final Map<String, Map<String, Variable>> hosts = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * A variable's value.
   *
   * @param text null where it is encrypted, or no scalar
   * @param line counted from 1
   */
  record Variable(@Nullable String text, int line) {}

  /** A group of hosts and of other groups. */
  static final class Group {
    final Set<String> members = new LinkedHashSet<>();
    final Set<String> children = new LinkedHashSet<>();
    final Map<String, Variable> variables = new LinkedHashMap<>();
  }

  /** The group of that name, made when it is first spoken of. */
  Group group(String name) {
    return groups.computeIfAbsent(name, _ -> new Group());
  }

  /** The host's own variables; the host is made when it is first spoken of. */
  Map<String, Variable> host(String name) {
    return hosts.computeIfAbsent(name, _ -> new LinkedHashMap<>());
  }

  /** All groups by name, in the order of the file. */
  Set<String> groups() {
    return groups.keySet();
  }

  boolean hasGroup(String name) {
    return groups.containsKey(name) || name.equals(ALL) || name.equals(UNGROUPED);
  }

  /** The hosts of a group and of those below it, in the order of the file. */
  List<String> hosts(String group) {
    if (group.equals(ALL)) {
      return List.copyOf(hosts.keySet());
    }
    if (group.equals(UNGROUPED)) {
      return hosts.keySet().stream().filter(this::isUngrouped).toList();
    }
    Set<String> members = new LinkedHashSet<>();
    below(group).forEach(name -> members.addAll(group(name).members));
    return hosts.keySet().stream().filter(members::contains).toList();
  }

  private boolean isUngrouped(String host) {
    return groups.entrySet().stream()
        .filter(group -> !group.getKey().equals(UNGROUPED) && !group.getKey().equals(ALL))
        .noneMatch(group -> group.getValue().members.contains(host));
  }

  /**
   * A host's variables: its own over those of its groups, a child's over its parent's, and of
   * groups at one depth the later by name (Ansible, "How variables are merged").
   */
  Map<String, Variable> variables(String host) {
    Map<String, Variable> merged = new LinkedHashMap<>();
    Map<String, Integer> depths = depths();
    List<String> containing = new ArrayList<>(List.of(ALL));
    groups.keySet().stream()
        .filter(name -> !name.equals(ALL) && hosts(name).contains(host))
        .sorted(
            Comparator.comparing((String name) -> depths.getOrDefault(name, 1))
                .thenComparing(Comparator.naturalOrder()))
        .forEach(containing::add);
    containing.stream()
        .filter(groups::containsKey)
        .forEach(it -> merged.putAll(group(it).variables));
    merged.putAll(host(host));
    return merged;
  }

  /** How far each group is from the root; a ring ends where it began. */
  private Map<String, Integer> depths() {
    Map<String, Integer> depths = new LinkedHashMap<>();
    groups.keySet().forEach(name -> below(name).forEach(it -> depths.merge(it, 1, Integer::sum)));
    return depths;
  }

  /** The group itself and those below it. */
  private Set<String> below(String group) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(group));
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      if (seen.add(next) && groups.containsKey(next)) {
        open.addAll(group(next).children);
      }
    }
    return seen;
  }
}
