package org.flannelboard.profile;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;

/**
 * A node as it was typed; what is blank has its default.
 *
 * @param ip its address on the underlay
 * @param address where its SSH server is; blank for {@code ip}
 * @param identity private key files, with commas between them
 * @param jump hosts to pass through, as {@code ProxyJump} has them, each perhaps with key files of
 *     its own as ssh(1) has them: {@code ops@bastion:22 -i ~/.ssh/bastion}
 * @param sudo {@code auto}, {@code always} or {@code never}
 */
public record NodeForm(
    String name,
    String ip,
    String address,
    String user,
    String port,
    String jump,
    String identity,
    String sudo) {

  private static final Pattern LOGIN =
      Pattern.compile("(?:(?<user>[^@]+)@)?(?<host>[^@:]+)(?::(?<port>\\d+))?");

  /** A node that is reached as all others are. */
  public static NodeForm of(String name, String ip) {
    return new NodeForm(name, ip, "", "", "", "", "", "");
  }

  /** A node of a draft. */
  static NodeForm of(ProfileDraft.Node node) {
    SshAccess ssh = node.ssh();
    String ip = node.ip() == null ? "" : node.ip().toString();
    return new NodeForm(
        node.id().name(),
        ip,
        ssh.address().equals(ip) ? "" : ssh.address(),
        ssh.user().equals(SshReader.DEFAULT_USER) ? "" : ssh.user(),
        port(ssh.port(), ""),
        ssh.jumps().stream()
            .map(hop -> jump(hop, ssh.identities()))
            .collect(Collectors.joining(", ")),
        ssh.identities().stream().map(ProfileForm::item).collect(Collectors.joining(", ")),
        ssh.sudo() == SudoMode.AUTO ? "" : Value.spelling(ssh.sudo()));
  }

  private static String jump(SshAccess.Jump hop, List<Path> behind) {
    String host = hop.address().contains(":") ? "[" + hop.address() + "]" : hop.address();
    String keys =
        hop.identities().equals(behind)
            ? ""
            : hop.identities().stream()
                .map(key -> " -i " + ProfileForm.item(key))
                .collect(Collectors.joining());
    return hop.user() + "@" + host + port(hop.port(), ":") + keys;
  }

  private static String port(int port, String before) {
    return port == SshAccess.DEFAULT_PORT ? "" : before + port;
  }

  /**
   * The nodes that lines of text speak of, in any of the forms that people keep them in: a name and
   * an address in either order, as in {@code /etc/hosts}, perhaps with {@code user@host:port}
   * behind them, with white space, commas or semicolons between.
   */
  public static List<NodeForm> parse(String lines) {
    return lines
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(NodeForm::ofLine)
        .toList();
  }

  private static NodeForm ofLine(String line) {
    List<String> words = new ArrayList<>(Stream.of(line.split("[,;\\s]+")).toList());
    String ip =
        words.stream().filter(it -> Ipv4Address.parse(it).isPresent()).findFirst().orElse("");
    words.remove(ip);
    String login =
        words.stream()
            .filter(it -> it.contains("@") || it.matches("[^:]+:\\d+"))
            .findFirst()
            .orElse("");
    words.remove(login);
    String name = words.isEmpty() ? "" : words.getFirst();
    var form = LOGIN.matcher(login);
    if (!form.matches()) {
      return of(name, ip);
    }
    String host = form.group("host");
    boolean address = Ipv4Address.parse(host).isPresent();
    String at = ip.isEmpty() && address ? host : ip;
    return new NodeForm(
        name.isEmpty() && !address ? host : name,
        at,
        host.equals(at) || host.equals(name) || name.isEmpty() ? "" : host,
        form.group("user") == null ? "" : form.group("user"),
        form.group("port") == null ? "" : form.group("port"),
        "",
        "",
        "");
  }

  /** Whether nothing was typed. */
  public boolean isBlank() {
    return (name + ip + address + user + port + jump).isBlank();
  }

  /** Whether both have the same name, or the same address. */
  boolean means(NodeForm other) {
    return name.strip().equals(other.name.strip())
        || (!ip.isBlank() && ip.strip().equals(other.ip.strip()));
  }

  /** What it has in the file, by key. */
  Map<String, Object> members() {
    Map<String, Object> ssh = new LinkedHashMap<>();
    put(ssh, "address", address, ProfileForm.quoted(address.strip()));
    put(ssh, "port", port, ProfileForm.number(port.strip()));
    put(ssh, "user", user, ProfileForm.quoted(user.strip()));
    put(ssh, "identity", identity, ProfileForm.list(identity));
    put(ssh, "jump", jump, hops().map(Hop::literal).toList().toString());
    put(ssh, "sudo", sudo, ProfileForm.quoted(sudo));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", ProfileForm.quoted(name.strip()));
    members.put("ip", ProfileForm.quoted(ip.strip()));
    if (!ssh.isEmpty()) {
      members.put("ssh", ssh);
    }
    return members;
  }

  /** A host to pass through, as it was typed, and its own key files. */
  private record Hop(String host, List<String> keys) {

    /** What it has in the file; what is no host is left for the file's reader to refuse. */
    String literal() {
      Map<String, Object> members = SshReader.jumpMembers(host);
      if (keys.isEmpty() || members.isEmpty()) {
        return ProfileForm.quoted(host);
      }
      members.put("identity", keys.stream().map(ProfileForm::quoted).toList());
      return ProfileForm.braces(members);
    }
  }

  private Stream<Hop> hops() {
    Deque<Hop> hops = new ArrayDeque<>();
    Iterator<String> items = ProfileForm.items(jump).iterator();
    while (items.hasNext()) {
      String item = items.next();
      if (item.equals("-i") && items.hasNext() && !hops.isEmpty()) {
        hops.getLast().keys().add(items.next());
      } else {
        hops.add(new Hop(item, new ArrayList<>()));
      }
    }
    return hops.stream();
  }

  private static void put(Map<String, Object> members, String key, String typed, String literal) {
    if (!typed.isBlank()) {
      members.put(key, literal);
    }
  }
}
