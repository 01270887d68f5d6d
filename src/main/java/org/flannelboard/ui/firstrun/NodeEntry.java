package org.flannelboard.ui.firstrun;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.flannelboard.profile.NodeForm;

/** A node as it is being typed. */
final class NodeEntry {

  private final StringProperty name = new SimpleStringProperty();
  private final StringProperty ip = new SimpleStringProperty();
  private final StringProperty address = new SimpleStringProperty();
  private final StringProperty user = new SimpleStringProperty();
  private final StringProperty port = new SimpleStringProperty();
  private final StringProperty jump = new SimpleStringProperty();
  private final String identity;
  private final String sudo;

  NodeEntry(NodeForm form) {
    name.set(form.name());
    ip.set(form.ip());
    address.set(form.address());
    user.set(form.user());
    port.set(form.port());
    jump.set(form.jump());
    identity = form.identity();
    sudo = form.sudo();
  }

  /** Something of a node that can be typed in, and where it stands in the file. */
  enum Column {
    NAME("name", "firstrun.nodes.name", "firstrun.nodes.name.prompt"),
    IP("ip", "firstrun.nodes.ip", "firstrun.nodes.ip.prompt"),
    ADDRESS("ssh.address", "firstrun.nodes.address", "firstrun.nodes.address.prompt"),
    USER("ssh.user", "firstrun.nodes.user", "firstrun.nodes.user.prompt"),
    PORT("ssh.port", "firstrun.nodes.port", "firstrun.nodes.port.prompt"),
    JUMP("ssh.jump", "firstrun.nodes.jump", "firstrun.nodes.jump.prompt");

    private final String path;
    private final String titleKey;
    private final String promptKey;

    Column(String path, String titleKey, String promptKey) {
      this.path = path;
      this.titleKey = titleKey;
      this.promptKey = promptKey;
    }

    String path() {
      return path;
    }

    /** The key of its title. */
    String titleKey() {
      return titleKey;
    }

    /** The key of what stands in its place while it is blank. */
    String promptKey() {
      return promptKey;
    }

    /** Its name in style classes. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  StringProperty text(Column column) {
    return switch (column) {
      case NAME -> name;
      case IP -> ip;
      case ADDRESS -> address;
      case USER -> user;
      case PORT -> port;
      case JUMP -> jump;
    };
  }

  List<StringProperty> texts() {
    return List.of(name, ip, address, user, port, jump);
  }

  NodeForm form() {
    return new NodeForm(
        name.get(), ip.get(), address.get(), user.get(), port.get(), jump.get(), identity, sudo);
  }
}
