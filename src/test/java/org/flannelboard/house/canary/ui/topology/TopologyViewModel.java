package org.flannelboard.house.canary.ui.topology;

import javafx.application.Platform;
import javafx.scene.Node;
import org.flannelboard.house.canary.Breaks;
import org.flannelboard.house.canary.ssh.SshConnector;
import org.flannelboard.house.canary.ui.deploy.DeployView;

/** A view model that knows its scene and more. */
@Breaks("view-models-without-scene")
public final class TopologyViewModel {

  Node child(Node scene) {
    return scene;
  }

  @Breaks("arrows")
  static class ImportsAView {
    Object other() {
      return new DeployView();
    }
  }

  @Breaks("faces-open-nothing")
  static class OpensAConnection {
    Object connector() {
      return new SshConnector();
    }
  }

  @Breaks("one-bridge")
  static class BridgesAlone {
    void show() {
      Platform.runLater(() -> {});
    }
  }
}
