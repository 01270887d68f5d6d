package org.flannelboard.house.canary.app;

import javafx.application.Platform;
import net.schmizz.sshj.SSHClient;
import org.bouncycastle.asn1.x500.X500Name;
import org.flannelboard.house.canary.Breaks;
import org.flannelboard.house.canary.node.posix.Script;
import org.flannelboard.house.canary.ssh.SshConnector;

/** Use cases that reach past the ports. */
public final class Shortcuts {

  @Breaks("arrows")
  static class ChoosesAnAdapter {
    Object adapter() {
      return new SshConnector();
    }
  }

  @Breaks("libraries")
  static class SeesSshj {
    SSHClient client() {
      return new SSHClient();
    }
  }

  @Breaks("libraries")
  static class SeesBouncyCastle {
    X500Name name() {
      return new X500Name("CN=flanneld");
    }
  }

  @Breaks("libraries")
  static class SeesJavaFx {
    boolean here() {
      return Platform.isFxApplicationThread();
    }
  }

  @Breaks("command-lines")
  static class WritesCommands {
    Object command() {
      return Script.of("ls");
    }
  }

  @Breaks("command-lines")
  static class StartsProcesses {
    Object process() {
      return new ProcessBuilder("true");
    }
  }

  private Shortcuts() {}
}
