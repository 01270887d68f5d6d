package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.etcd.NetworkConfigJson;

/**
 * A plan for people: the same changes as shell commands, in the guide's own order, to be reviewed
 * and, where somebody prefers that, run by hand. Private keys are not in it: it issues its own with
 * cfssl, as the guide does.
 */
public final class Runbook {

  /** The two functions every command below goes through. */
  private static final String PREAMBLE =
      """
      # on NODE COMMAND: runs a command on a node as root
      # put NODE FILE MODE: writes standard input to a file on a node, beside it first
      put() {
        on "$1" "mkdir -p '$(dirname "$2")' && umask 077 && cat > '$2.new' && chmod $3 '$2.new' && mv '$2.new' '$2'"
      }
      """;

  private final ClusterProfile profile;
  private final Plan plan;
  private final Messages messages;
  private final List<Chapter> chapters = new ArrayList<>();

  /** A part of the guide: its title, and the commands. */
  private record Chapter(String title, String commands) {}

  public Runbook(ClusterProfile profile, Plan plan, Messages messages) {
    this.profile = profile;
    this.plan = plan;
    this.messages = messages;
    chapter("certificates", certificates());
    chapter("network", network());
    chapter("binaries", binaries());
    chapter("options", texts(StepId.OPTIONS));
    chapter("unit", texts(StepId.FLANNELD_UNIT));
    chapter("docker-unit", texts(StepId.DOCKER_UNIT));
    chapter("services", services());
  }

  /** A POSIX shell script that stops at the first failure. */
  public String script() {
    StringBuilder text = new StringBuilder("#!/bin/sh\n# ").append(title()).append("\nset -eu\n\n");
    text.append(connections()).append(PREAMBLE);
    for (Chapter chapter : chapters) {
      text.append("\n# ").append(chapter.title()).append('\n').append(chapter.commands());
    }
    return text.toString();
  }

  /** The same as a document. */
  public String markdown() {
    StringBuilder text = new StringBuilder("# ").append(title()).append("\n\n");
    if (chapters.isEmpty()) {
      return text.append(messages.text("runbook.nothing")).append('\n').toString();
    }
    text.append(fenced(connections() + PREAMBLE));
    for (Chapter chapter : chapters) {
      text.append("\n## ")
          .append(chapter.title())
          .append("\n\n")
          .append(fenced(chapter.commands()));
    }
    return text.toString();
  }

  private String title() {
    return messages.text("runbook.title", Map.of("cluster", profile.name()));
  }

  private void chapter(String key, String commands) {
    if (!commands.isEmpty()) {
      chapters.add(new Chapter(messages.text("runbook." + key), commands));
    }
  }

  private static String fenced(String commands) {
    return "```sh\n" + commands + "```\n";
  }

  private String connections() {
    StringBuilder text = new StringBuilder("on() {\n  case $1 in\n");
    for (NodePlan node : plan.nodes()) {
      NodeSpec spec = profile.node(node.node()).orElseThrow();
      SshAccess ssh = spec.ssh();
      boolean root =
          ssh.sudo() == SudoMode.NEVER || ssh.sudo() == SudoMode.AUTO && ssh.user().equals("root");
      StringJoiner words = new StringJoiner(" ", "    " + node.node() + ") ", " ;;\n");
      words.add(SshCommand.to(spec, profile.knownHosts()));
      words.add(
          root ? "\"$2\"" : "\"sudo -n sh -c '$(printf %s \"$2\" | sed \"s/'/'\\\\\\\\''/g\")'\"");
      text.append(words);
    }
    return text.append("  esac\n}\n").toString();
  }

  private String certificates() {
    StringBuilder text = new StringBuilder();
    boolean issues = false;
    for (NodePlan node : plan.nodes()) {
      Optional<Step.PutFile> certificate = put(node, StepId.CERTIFICATE);
      Optional<Step.PutFile> key = put(node, StepId.CERTIFICATE_KEY);
      issues |= certificate.isPresent();
      certificate.ifPresent(step -> text.append(put(node, step, "< flannel.pem")));
      key.ifPresent(step -> text.append(put(node, step, "< flannel-key.pem")));
    }
    String issue =
        """
        # %s
        cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=%s flannel-csr.json | cfssljson -bare flannel
        """
            .formatted(
                messages.text(
                    "runbook.issue", Map.of("node", profile.certificates().ca().key().toString())),
                profile.certificates().profile());
    return (issues ? issue : "") + text;
  }

  private String network() {
    if (!(plan.etcd() instanceof Step.PutConfig put)) {
      return "";
    }
    String endpoints =
        String.join(",", profile.etcd().endpoints().stream().map(Object::toString).toList());
    String json = quote(NetworkConfigJson.write(put.config()));
    return profile.api() == EtcdSpec.ApiChoice.V3
        ? "ETCDCTL_API=3 etcdctl --endpoints=%s --cacert=ca.pem --cert=flannel.pem --key=flannel-key.pem put %s %s\n"
            .formatted(endpoints, put.key(), json)
        : "ETCDCTL_API=2 etcdctl --endpoints=%s --ca-file=ca.pem --cert-file=flannel.pem --key-file=flannel-key.pem set %s %s\n"
            .formatted(endpoints, put.key(), json);
  }

  private String binaries() {
    StringBuilder text = new StringBuilder();
    for (NodePlan node : plan.nodes()) {
      for (StepId id : List.of(StepId.FLANNELD_BINARY, StepId.MK_DOCKER_OPTS)) {
        put(node, id)
            .ifPresent(
                step ->
                    text.append(put(node, step, "< flannel/" + step.write().path().fileName())));
      }
    }
    return text.isEmpty() ? "" : unpack() + text;
  }

  private String unpack() {
    String file =
        switch (profile.flannel().tarball()) {
          case FlannelRelease.Tarball.OnDisk disk -> disk.path().toString();
          case FlannelRelease.Tarball.Download download -> download.url().toString();
        };
    return "mkdir -p flannel && tar xzf " + quote(file) + " -C flannel\n";
  }

  private String texts(StepId id) {
    StringBuilder text = new StringBuilder();
    for (NodePlan node : plan.nodes()) {
      put(node, id)
          .ifPresent(
              step ->
                  text.append(put(node, step, "<<'FLANNELBOARD'"))
                      .append(step.write().content().text())
                      .append("FLANNELBOARD\n"));
    }
    return text.toString();
  }

  private String services() {
    StringBuilder text = new StringBuilder();
    for (NodePlan node : plan.nodes()) {
      for (Step step : node.changes()) {
        switch (step) {
          case Step.ReloadUnits _ -> text.append(on(node, "systemctl daemon-reload"));
          case Step.ControlUnit control ->
              text.append(on(node, "systemctl " + control.verb().word() + " " + control.unit()));
          case Step.PutFile _,
              Step.PutConfig _,
              Step.ChangeKernel _,
              Step.RemoveLease _,
              Step.InSync _,
              Step.Verify _ -> {}
        }
      }
    }
    return text.toString();
  }

  private static Optional<Step.PutFile> put(NodePlan node, StepId id) {
    return node.step(id) instanceof Step.PutFile step ? Optional.of(step) : Optional.empty();
  }

  private static String put(NodePlan node, Step.PutFile step, String input) {
    RemotePath path = step.write().path();
    String mode = Integer.toOctalString(step.write().mode());
    return "put " + node.node() + " " + path + " " + mode + " " + input + "\n";
  }

  private static String on(NodePlan node, String command) {
    return "on " + node.node() + " " + quote(command) + "\n";
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
