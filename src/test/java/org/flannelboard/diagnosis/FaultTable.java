package org.flannelboard.diagnosis;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * What each fault does to a deployed cluster of four, and what it is called: one table for the
 * practice cluster and for real nodes, so that neither can say what the other does not.
 */
public final class FaultTable {

  /**
   * A fault a line: where there is one, the cells that go red, who mends it, the cause that is
   * named. {@code NODE} and {@code PEER} stand for the fault's nodes. Only a practice cluster has a
   * fault that real nodes cannot have without harm to others: a lab's nodes share one clock and one
   * kernel.
   */
  private static final String TEXT =
      """
      node-down                ; both     ; to-node      ; person ; node-unreachable@NODE
      node-rebooted            ; practice ; to-node      ; click  ; flanneld-not-running@NODE
      clock-behind             ; practice ; none         ; person ; clock-skew@NODE
      sudo-refused             ; both     ; none         ; person ; node-unreachable@NODE
      host-key-unknown         ; practice ; none         ; person ; node-unreachable@NODE
      host-key-changed         ; practice ; none         ; person ; node-unreachable@NODE
      etcd-unreachable         ; both     ; none         ; person ; etcd-unreachable@cluster
      etcd-v2-off              ; both     ; none         ; person ; etcd-unreachable@cluster

      underlay-blocked         ; both     ; pair         ; person ; underlay-blocked@NODE>PEER
      vxlan-blocked            ; both     ; node         ; person ; underlay-blocked@NODE
      vxlan-blocked-one-way    ; both     ; pair         ; person ; underlay-blocked@NODE>PEER
      checksum-bad             ; both     ; node         ; person ; bad-udp-checksum@NODE
      # Found where a pair is asked for, whose small packets pass.
      mtu-blackhole            ; both     ; none         ; person ; mtu-blackhole@NODE>PEER
      mtu-too-large            ; both     ; none         ; click  ; mtu-too-large@NODE

      input-firewall           ; both     ; node         ; click  ; input-firewall@NODE
      input-rejected           ; both     ; node         ; click  ; input-firewall@NODE
      output-firewall          ; both     ; node         ; click  ; output-firewall@NODE
      icmp-filtered            ; both     ; node         ; click  ; icmp-filtered@NODE
      forward-drop             ; both     ; none         ; click  ; forward-drop@NODE
      icmp-ignored             ; both     ; to-node      ; click  ; icmp-ignored@NODE
      firewall-flushed         ; both     ; none         ; click  ; docker-chains-flushed@NODE
      ip-forward-off           ; both     ; none         ; click  ; ip-forward-off@NODE
      tunnel-forward-off       ; both     ; none         ; click  ; ip-forward-off@NODE
      # rp_filter alone is harmless: what bites is the way back that is not the tunnel's.
      reverse-path             ; both     ; peer-to-node ; person ; route-shadowed@NODE>PEER

      device-down              ; both     ; node         ; click  ; vxlan-device-down@NODE
      device-bounced           ; both     ; node         ; click  ; vxlan-device-bounced@NODE
      device-missing           ; both     ; node         ; click  ; vxlan-device-missing@NODE
      port-taken               ; both     ; node         ; person ; udp-port-taken@NODE
      port-mismatch            ; both     ; node         ; click  ; vxlan-port-mismatch@NODE
      vni-mismatch             ; both     ; node         ; click  ; vni-mismatch@NODE
      vtep-mac-changed         ; both     ; node         ; click  ; vtep-mac-changed@NODE
      local-address-wrong      ; both     ; node         ; click  ; vxlan-local-foreign@NODE

      route-missing            ; both     ; pair         ; click  ; route-missing@NODE>PEER
      route-shadowed           ; both     ; pair         ; person ; route-shadowed@NODE>PEER
      route-rule               ; both     ; pair         ; person ; route-shadowed@NODE>PEER
      neighbour-missing        ; both     ; pair         ; click  ; neighbour-missing@NODE>PEER
      neighbour-stale          ; both     ; pair         ; click  ; neighbour-stale@NODE>PEER
      forward-missing          ; both     ; pair         ; click  ; forward-missing@NODE>PEER
      forward-wrong            ; both     ; pair         ; click  ; forward-wrong@NODE>PEER

      flanneld-stopped         ; both     ; none         ; click  ; flanneld-not-running@NODE
      wrong-interface          ; both     ; none         ; click  ; flanneld-start-fails@NODE
      wrong-public-ip          ; both     ; from-node    ; click  ; public-ip-wrong@NODE
      etcd-prefix-wrong        ; both     ; none         ; click  ; flanneld-start-fails@NODE
      etcd-endpoint-wrong      ; both     ; none         ; click  ; flanneld-start-fails@NODE
      etcd-plain-http          ; both     ; none         ; click  ; flanneld-start-fails@NODE
      etcd-certificate-missing ; both     ; none         ; click  ; flanneld-start-fails@NODE
      etcd-authority-wrong     ; both     ; none         ; click  ; flanneld-start-fails@NODE
      etcd-key-missing         ; both     ; none         ; click  ; flanneld-start-fails@NODE
      config-malformed         ; both     ; none         ; person ; config-invalid@cluster
      config-too-small         ; both     ; none         ; click  ; config-invalid@cluster
      backend-unknown          ; both     ; none         ; click  ; backend-wrong@cluster
      backend-udp              ; practice ; none         ; person ; backend-wrong@cluster
      subnets-exhausted        ; both     ; from-node    ; click  ; subnets-exhausted@cluster
      renewal-missed           ; both     ; none         ; click  ; lease-expiring@NODE
      lease-mac-wrong          ; both     ; node         ; click  ; vtep-mac-changed@NODE
      duplicate-subnet         ; both     ; both         ; click  ; subnet-duplicate@NODE
      duplicate-vtep-mac       ; both     ; peer         ; click  ; vtep-mac-duplicate@PEER

      docker0-missing          ; both     ; to-node      ; click  ; docker0-missing@NODE
      docker0-down             ; both     ; none         ; click  ; docker0-down@NODE
      docker0-wrong-subnet     ; both     ; to-node      ; click  ; docker0-wrong-subnet@NODE
      docker0-stale-subnet     ; both     ; to-node      ; click  ; subnet-env-stale@NODE
      docker0-route-hijacked   ; both     ; none         ; click  ; docker0-route-lost@NODE
      docker-direct-routing    ; both     ; none         ; click  ; direct-routing-drop@NODE
      docker-without-options   ; both     ; none         ; click  ; docker-without-bip@NODE
      """;

  private FaultTable() {}

  /** All of them, in the order of the table. */
  public static List<Row> rows() {
    return TEXT.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Row::of)
        .toList();
  }

  /** The red cells of a matrix, as {@code vm01>vm04}. */
  public static Set<String> red(MatrixSnapshot matrix) {
    return Case.lostIn(matrix).stream()
        .map(Subject.OnPair::text)
        .collect(toCollection(TreeSet::new));
  }

  /**
   * A fault.
   *
   * @param real whether real nodes can have it
   * @param cells which go red
   * @param click whether the first remedy is done by a click; else a person has to do something
   * @param causes ids of what is named, with {@code NODE} and {@code PEER} for its nodes
   */
  public record Row(FaultKind kind, boolean real, Cells cells, boolean click, List<String> causes) {

    static Row of(String line) {
      String[] columns = line.split(";");
      return new Row(
          FaultKind.find(columns[0].strip()).orElseThrow(),
          columns[1].strip().equals("both"),
          Cells.valueOf(columns[2].strip().toUpperCase(Locale.ROOT).replace('-', '_')),
          columns[3].strip().equals("click"),
          List.of(columns[4].strip().split(" ")));
    }

    /** Whether it takes large packets between two nodes to find it. */
    public boolean ofLargePackets() {
      return kind == FaultKind.MTU_BLACKHOLE;
    }

    /** The ids of what is named where the fault is at these nodes. */
    public List<String> causes(String node, String peer) {
      return causes.stream().map(id -> id.replace("NODE", node).replace("PEER", peer)).toList();
    }

    /** The red cells, as {@code vm01>vm04}. */
    public Set<String> red(List<String> nodes, String node, String peer) {
      return nodes.stream()
          .flatMap(
              from ->
                  nodes.stream()
                      .filter(to -> !to.equals(from))
                      .filter(to -> cells.hold(from, to, node, peer))
                      .map(to -> from + ">" + to))
          .collect(toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
      return kind.code();
    }
  }

  /**
   * The cells that a fault reddens. Not red is what cannot be measured: the row of a node that lets
   * nobody in or has no docker0, the column of one without a lease.
   */
  public enum Cells {
    NONE,
    /** The row of the node. */
    FROM_NODE,
    /** The column of the node. */
    TO_NODE,
    /** Row and column of the node. */
    NODE,
    /** Row and column of the peer. */
    PEER,
    /** Those of both; what has become the node's own address it cannot ask for. */
    BOTH,
    /** Node and peer, both ways. */
    PAIR,
    /** What the peer asks of the node. */
    PEER_TO_NODE;

    private boolean hold(String from, String to, String node, String peer) {
      boolean ofNode = from.equals(node) || to.equals(node);
      boolean ofPeer = from.equals(peer) || to.equals(peer);
      return switch (this) {
        case NONE -> false;
        case FROM_NODE -> from.equals(node);
        case TO_NODE -> to.equals(node);
        case NODE -> ofNode;
        case PEER -> ofPeer;
        case BOTH -> (ofNode || ofPeer) && !(from.equals(node) && to.equals(peer));
        case PAIR -> ofNode && ofPeer;
        case PEER_TO_NODE -> from.equals(peer) && to.equals(node);
      };
    }
  }
}
