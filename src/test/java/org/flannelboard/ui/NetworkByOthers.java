package org.flannelboard.ui;

import java.time.Duration;
import org.flannelboard.app.StatusReader;
import org.flannelboard.base.Deadline;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.ui.kit.Session;

/** What somebody else does to the configuration in etcd, past the window. */
final class NetworkByOthers {

  private NetworkByOthers() {}

  /** Writes a whole configuration. */
  static void writeText(Session session, String json) {
    store(session)
        .putConfig(NetworkDocument.parse(json).orElseThrow(), new Expect.Anything(), soon())
        .orElseThrow();
  }

  /** Writes the guide's configuration with another network. */
  static void write(Session session, String network) {
    writeText(
        session,
        "{\"Network\":\"" + network + "\",\"SubnetLen\":24,\"Backend\":{\"Type\":\"vxlan\"}}");
  }

  /** What is stored now. */
  static String stored(Session session) {
    return store(session).config(soon()).orElseThrow().orElseThrow().raw();
  }

  private static FlannelStore store(Session session) {
    return new StatusReader(session.cluster(), session.door()).store().orElseThrow();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }
}
