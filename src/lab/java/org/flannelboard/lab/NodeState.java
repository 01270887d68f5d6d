package org.flannelboard.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

  /** What dockerd, containerd and flanneld make on their first start, and never take back. */
  private static final Set<String> OF_THE_DAEMONS =
      Set.of("/etc/docker", "/etc/docker/key.json", "/etc/cni", "/etc/cni/net.d", "/run/flannel");

  private static final String FILES =
      """
      find %1$s ! -type f -printf '%%p\\t%%y %%m %%u:%%g %%l\\n' 2>/dev/null
      find %1$s -type f -printf '%%p\\t%%y %%m %%u:%%g %%T@\\n' 2>/dev/null
      echo
      find %1$s -type f -exec sha256sum {} + 2>/dev/null
      true # some folders may be missing
      """
          .formatted(FOLDERS);

  private static final String UNITS =
      """
      for unit in flanneld.service docker.service docker.socket; do
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
    files.keySet().removeAll(OF_THE_DAEMONS);
    Map<String, String> units = new LinkedHashMap<>();
    for (String line : lab.on(node, UNITS).split("\n")) {
      String[] words = line.split(" ", 2);
      units.put(words[0], words[1]);
    }
    return new NodeState(files, units);
  }

  /** What is another now: of each path or unit what it was and what it is. */
  Map<String, String> differences(NodeState now) {
    Map<String, String> differences = new TreeMap<>();
    compare(files, now.files, differences);
    compare(units, now.units, differences);
    return differences;
  }

  private static void compare(
      Map<String, String> then, Map<String, String> now, Map<String, String> to) {
    Set<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      String was = then.getOrDefault(key, "nothing");
      String is = now.getOrDefault(key, "nothing");
      if (!was.equals(is)) {
        to.put(key, was + " → " + is);
      }
    }
  }
}
