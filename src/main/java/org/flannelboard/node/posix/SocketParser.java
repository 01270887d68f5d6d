package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.UdpSocket;
import org.flannelboard.node.facts.UdpSocket.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Reads /proc/net/udp and udp6 (proc_net(5)), and whose descriptors their inodes were found among.
 */
final class SocketParser {

  /** TCP_CLOSE of the kernel: a UDP socket without a peer, which takes datagrams from everybody. */
  private static final String UNCONNECTED = "07";

  /** Hexadecimal digits of an IPv6 address. */
  private static final int IPV6 = 32;

  private static final String ANY_IPV6 = "0".repeat(IPV6);

  /** An IPv4 address in IPv6's words, {@code ::ffff:0:0/96} (RFC 4291 section 2.5.5.2). */
  private static final String MAPPED = "0000000000000000FFFF0000";

  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int FIELDS = 13;

  private SocketParser() {}

  /**
   * The sockets that wait.
   *
   * @param owners {@code INODE PID PROGRAM} lines
   * @param root whether the descriptors of every process were looked at; what nobody holds is then
   *     the kernel's own
   */
  static List<UdpSocket> parse(Section sockets, Section owners, boolean root)
      throws MalformedOutputException {
    Map<String, Owner> byInode = new HashMap<>();
    for (String text : owners.lines()) {
      String[] fields = text.split(" ", 3);
      if (fields.length < 3) {
        throw new MalformedOutputException(text);
      }
      byInode.put(fields[0], new Owner(fields[2], Line.of(text).number(fields[1])));
    }
    List<UdpSocket> waiting = new ArrayList<>();
    for (String text : sockets.lines()) {
      Line line = Line.of(text);
      if (line.first().equals("sl")) {
        continue;
      }
      if (line.words().size() < FIELDS) {
        throw line.malformed();
      }
      if (line.words().get(STATE).equals(UNCONNECTED)) {
        socket(line, owner(byInode.get(line.words().get(INODE)), root)).ifPresent(waiting::add);
      }
    }
    return waiting;
  }

  private static Known<Optional<Owner>> owner(@Nullable Owner owner, boolean root) {
    if (owner == null && !root) {
      return Known.unknown("only root sees the sockets of all processes");
    }
    return Known.of(Optional.ofNullable(owner));
  }

  /**
   * {@code 0100007F:2118}: the address as a little-endian machine stores it, then the port; an IPv6
   * address in four such parts.
   *
   * @return empty for a socket that takes no IPv4 datagrams
   */
  private static Optional<UdpSocket> socket(Line line, Known<Optional<Owner>> owner)
      throws MalformedOutputException {
    String[] local = line.words().get(LOCAL_ADDRESS).split(":", 2);
    String hex = local[0];
    if (hex.length() == IPV6 && !hex.equals(ANY_IPV6) && !hex.startsWith(MAPPED)) {
      return Optional.empty();
    }
    try {
      String last = hex.substring(hex.length() - 8);
      return Optional.of(
          new UdpSocket(
              new Ipv4Address(Integer.reverseBytes(Integer.parseUnsignedInt(last, 16))),
              Integer.parseInt(local[1], 16),
              owner,
              Long.parseLong(line.words().getLast()),
              line.text()));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw line.malformed();
    }
  }
}
