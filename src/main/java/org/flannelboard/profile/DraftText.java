package org.flannelboard.profile;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NetworkConfig;

/**
 * A draft as a commented profile: the template's text with what is known, and gaps for the rest.
 */
final class DraftText {

  private static final String GAP = "# missing";

  private final ProfileDraft draft;
  private final ProfileWriter writer;

  DraftText(ProfileDraft draft, Path file, Path home) {
    this.draft = draft;
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
    this.writer = new ProfileWriter(new LocalPaths(folder, home));
  }

  String text(String name) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("NAME", YamlText.text(name));
    values.put("NODES", nodes());
    values.put(
        "ENDPOINTS",
        draft.endpoints().isEmpty()
            ? "[]   " + GAP
            : YamlText.list(draft.endpoints().stream().map(URI::toString).toList()));
    values.put("PREFIX", draft.prefix() == null ? GAP : YamlText.text(draft.prefix()));
    values.put("ETCD", etcd());
    values.putAll(network());
    return ProfileTemplate.fill(values);
  }

  private String nodes() {
    return draft.nodes().isEmpty()
        ? "nodes: []   " + GAP
        : "nodes:\n" + draft.nodes().stream().map(this::node).collect(Collectors.joining("\n"));
  }

  private String node(ProfileDraft.Node node) {
    Ipv4Address ip = node.ip();
    Map<String, String> ssh = new LinkedHashMap<>();
    if (ip == null || !node.ssh().address().equals(ip.toString())) {
      ssh.put("address", YamlText.text(node.ssh().address()));
    }
    ssh.putAll(writer.ssh(node.ssh()));
    return "  - name: "
        + YamlText.text(node.id().name())
        + "\n    ip: "
        + (ip == null ? GAP : ip)
        + (ssh.isEmpty() ? "" : "\n    ssh: " + ProfileWriter.braces(ssh));
  }

  private String etcd() {
    StringBuilder lines = new StringBuilder();
    lines.append(
        draft.api() == EtcdSpec.ApiChoice.AUTO
            ? ProfileTemplate.API
            : "  api: " + Value.spelling(draft.api()));
    EtcdSpec.ClientFiles client = draft.client();
    if (client != null) {
      lines.append("\n  client: ").append(writer.client(client));
    }
    return lines.toString();
  }

  private Map<String, String> network() {
    NetworkConfig network = draft.network();
    if (network == null) {
      return Map.of(
          "CIDR", GAP,
          "SUBNET", "subnet-length: 24                 # each node gets one subnet of this size",
          "BACKEND", "{ type: vxlan }       ",
          "REASON", "# reason: needed when cidr is not a /16");
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("CIDR", network.network().toString());
    StringBuilder subnet = new StringBuilder("subnet-length: ").append(network.subnetLen());
    if (network.subnetMin() != null) {
      subnet.append("\n  subnet-min: ").append(network.subnetMin());
    }
    if (network.subnetMax() != null) {
      subnet.append("\n  subnet-max: ").append(network.subnetMax());
    }
    values.put("SUBNET", subnet.toString());
    values.put("BACKEND", ProfileWriter.backend(network.backend()));
    values.put("REASON", ProfileTemplate.reason(network.network()));
    return values;
  }
}
