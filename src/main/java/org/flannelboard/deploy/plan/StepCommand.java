package org.flannelboard.deploy.plan;

import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.NetworkConfigJson;

/** What an administrator would type to do a step by hand, as root on the node it is about. */
public final class StepCommand {

  private StepCommand() {}

  /**
   * The command; empty for a step that changes nothing.
   *
   * @param api where flannel's keys are; etcdctl(1) has its own verbs for each
   */
  public static String of(Step step, KeyStore.Api api) {
    return switch (step) {
      case Step.InSync _, Step.Verify _ -> "";
      case Step.PutFile put -> put(put);
      case Step.ReloadUnits _ -> "systemctl daemon-reload";
      case Step.ControlUnit control -> "systemctl " + control.verb().word() + " " + control.unit();
      case Step.PutConfig put ->
          etcdctl(api, "set", "put")
              + put.key()
              + " "
              + quoted(NetworkConfigJson.write(put.config()));
      case Step.ChangeKernel kernel -> kernel.change().command();
      case Step.RemoveLease remove -> etcdctl(api, "rm", "del") + remove.key();
    };
  }

  private static String etcdctl(KeyStore.Api api, String v2, String v3) {
    return switch (api) {
      case V2 -> "ETCDCTL_API=2 etcdctl " + v2 + " ";
      case V3 -> "ETCDCTL_API=3 etcdctl " + v3 + " ";
    };
  }

  /** Settings are short and shown whole; other files have a difference to be shown. */
  private static String put(Step.PutFile put) {
    String path = put.write().path().text();
    return put.id() == StepId.SETTING
        ? "cat > %s <<'END'\n%sEND".formatted(path, put.write().content().text())
        : "install -m %o %s %s".formatted(put.write().mode(), put.write().path().fileName(), path);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
