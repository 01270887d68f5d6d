package org.flannelboard.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a deployment could change on a node.
 *
 * @param files every file below the folders it writes to: kind, mode, owner and group, and for a
 *     file its time of modification and digest, for a link its target
 * @param units whether each unit is enabled and active
 */
record NodeState(Map<String, String> files, Map<String, String> units) {

  /** Flannelboard's own folder is not among them: the journal of what was undone stays there. */
  private static final String FOLDERS = "/etc /usr/bin /usr/lib/systemd /run/flannel /opt";

  private static final String FILES =
      """
      find %1$s ! -type f -printf '%%p\\t%%y %%m %%u:%%g %%l\\n' 2>/dev/null
      find %1$s -type f -printf '%%p\\t%%y %%m %%u:%%g %%T@\\n' 2>/dev/null
      echo
      find %1$s -type f -exec sha256sum {} + 2>/dev/null
      """
          .formatted(FOLDERS);

  private static final String UNITS =
      """
      for unit in flanneld.service docker.service docker.socket containerd.service; do
        echo "$unit $(systemctl is-enabled $unit 2>/dev/null) $(systemctl is-active $unit)"
      done
      """;

  static NodeState of(Lab lab, String node) {
    Map<String, String> files = new TreeMap<>();
    boolean digests = false;
    for (String line : lab.on(node, FILES).split("\n", -1)) {
      if (line.isEmpty()) {
        digests = true;
      } else if (digests) {
        String path = line.substring(66); // behind 64 digits and two blanks, sha256sum(1)
        files.merge(path, line.substring(0, 64), (seen, digest) -> seen + " " + digest);
      } else {
        int tab = line.indexOf('\t');
        files.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    Map<String, String> units = new LinkedHashMap<>();
    for (String line : lab.on(node, UNITS).split("\n")) {
      String[] words = line.split(" ", 2);
      units.put(words[0], words[1]);
    }
    return new NodeState(files, units);
  }

  /** Without the files whose path fits. */
  NodeState without(Predicate<String> path) {
    Map<String, String> rest = new TreeMap<>(files);
    rest.keySet().removeIf(path);
    return new NodeState(rest, units);
  }
}
