package org.flannelboard.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SshAccess.Jump;
import org.flannelboard.cluster.SudoMode;
import org.jspecify.annotations.Nullable;

/** How nodes are reached: a node's own {@code ssh} section over the common one. */
final class SshReader {

  static final String DEFAULT_USER = "root";

  static final List<String> OWN = List.of("address", "port", "user", "identity", "jump", "sudo");
  static final List<String> COMMON =
      List.of("known-hosts", "user", "port", "identity", "jump", "sudo");

  private static final List<String> JUMP = List.of("address", "port", "user", "identity");

  /** {@code [user@]host[:port]} as OpenSSH's ProxyJump has it; an IPv6 address in brackets. */
  private static final Pattern JUMP_FORM =
      Pattern.compile(
          "(?:(?<user>.+)@)?(?:\\[(?<v6>[^\\[\\]]+)]|(?<host>[^@:\\[\\]]+))(?::(?<port>\\d{1,5}))?");

  /** A host name, an IPv4 or an IPv6 address, the latter perhaps with its zone. */
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9_]([A-Za-z0-9_.-]*)|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

  private final LocalPaths paths;

  SshReader(LocalPaths paths) {
    this.paths = paths;
  }

  /**
   * Access to one node.
   *
   * @param own the node's section; null when it has none
   * @param common the defaults; null when there are none
   * @param ip the address when the section names none
   */
  SshAccess read(@Nullable Fields own, @Nullable Fields common, String ip) {
    Layers layers = new Layers(own, common);
    int port = layers.get("port").flatMap(SshReader::port).orElse(SshAccess.DEFAULT_PORT);
    String user = layers.get("user").flatMap(SshReader::user).orElse(DEFAULT_USER);
    List<Path> identities = layers.get("identity").map(this::identities).orElse(List.of());
    List<Jump> jumps = new ArrayList<>();
    for (Value jump : layers.get("jump").map(Value::oneOrList).orElse(List.of())) {
      jump(jump, user, identities).ifPresent(jumps::add);
    }
    SudoMode sudo =
        layers.get("sudo").flatMap(value -> value.choice(SudoMode.class)).orElse(SudoMode.AUTO);
    String address = layers.get("address").flatMap(SshReader::host).orElse(ip);
    return new SshAccess(address, port, user, identities, jumps, sudo);
  }

  /** Access in the profile's own way: nothing is said but the address. */
  static SshAccess plain(String address) {
    return new SshAccess(
        address, SshAccess.DEFAULT_PORT, DEFAULT_USER, List.of(), List.of(), SudoMode.AUTO);
  }

  /** A hop takes the user and the identities of the node behind it unless it has its own. */
  private Optional<Jump> jump(Value value, String user, List<Path> identities) {
    return value.isMapping()
        ? value.mapping(JUMP).flatMap(fields -> jump(fields, user, identities))
        : value.parsed(text -> parseJump(text, user, identities), "jump-invalid");
  }

  private Optional<Jump> jump(Fields fields, String user, List<Path> identities) {
    int port = fields.get("port").flatMap(SshReader::port).orElse(SshAccess.DEFAULT_PORT);
    String login = fields.get("user").flatMap(SshReader::user).orElse(user);
    List<Path> keys = fields.get("identity").map(this::identities).orElse(identities);
    return fields
        .require("address")
        .flatMap(SshReader::host)
        .map(address -> new Jump(address, port, login, keys));
  }

  /** A hop's text as a mapping's members, each a literal; empty if it has not a hop's form. */
  static Map<String, Object> jumpMembers(String text) {
    Map<String, Object> members = new LinkedHashMap<>();
    Matcher form = JUMP_FORM.matcher(text);
    if (form.matches()) {
      members.put("address", YamlText.quoted(address(form)));
      if (form.group("user") != null) {
        members.put("user", YamlText.quoted(form.group("user")));
      }
      if (form.group("port") != null) {
        members.put("port", form.group("port"));
      }
    }
    return members;
  }

  private static Optional<Jump> parseJump(String text, String user, List<Path> identities) {
    Matcher form = JUMP_FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = address(form);
    String login = form.group("user") == null ? user : form.group("user");
    int port =
        form.group("port") == null ? SshAccess.DEFAULT_PORT : Integer.parseInt(form.group("port"));
    return isHost(host) && isUser(login) && port >= 1 && port <= 65_535
        ? Optional.of(new Jump(host, port, login, identities))
        : Optional.empty();
  }

  private static String address(Matcher form) {
    return form.group("v6") == null ? form.group("host") : form.group("v6");
  }

  private List<Path> identities(Value value) {
    List<Path> identities = new ArrayList<>();
    for (Value element : value.oneOrList()) {
      element.parsed(paths::resolve, "path-invalid").ifPresent(identities::add);
    }
    return identities;
  }

  private static Optional<Integer> port(Value value) {
    return value.integer(1, 65_535);
  }

  private static Optional<String> user(Value value) {
    return value.parsed(text -> Optional.of(text).filter(SshReader::isUser), "user-invalid");
  }

  private static Optional<String> host(Value value) {
    return value.parsed(text -> Optional.of(text).filter(SshReader::isHost), "host-invalid");
  }

  static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }

  /** Directory services have users such as {@code ops@example.org} and {@code EXAMPLE\ops}. */
  static boolean isUser(String text) {
    return Value.isLine(text) && text.chars().noneMatch(Character::isWhitespace);
  }

  /** A node's own members over the common ones. */
  private record Layers(@Nullable Fields own, @Nullable Fields common) {
    Optional<Value> get(String key) {
      return own != null && own.has(key)
          ? own.get(key)
          : common == null ? Optional.empty() : common.get(key);
    }
  }
}
