package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/**
 * Nodes that have something in common.
 *
 * @param title what that is, and how they stand at worst
 * @param members their places in the profile
 */
record TileGroup(Light title, List<Integer> members) {

  /** Sixteen /24 side by side: a group that fits into a line or two of tiles. */
  private static final int BLOCK = 20;

  TileGroup {
    members = List.copyOf(members);
  }

  /** What nodes are grouped by. */
  enum By {
    STATE,
    SUBNET
  }

  /** The groups of all nodes: by state the worst first, by subnet in the order of addresses. */
  static List<TileGroup> of(List<NodeCard> cards, By by, Words words) {
    return switch (by) {
      case STATE -> byState(cards, words);
      case SUBNET -> bySubnet(cards, words);
    };
  }

  private static List<TileGroup> byState(List<NodeCard> cards, Words words) {
    List<TileGroup> groups = new ArrayList<>();
    for (Status status :
        List.of(Status.FAILED, Status.WARNING, Status.UNKNOWN, Status.BUSY, Status.OK)) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < cards.size(); i++) {
        if (cards.get(i).gravity() == status) {
          members.add(i);
        }
      }
      if (!members.isEmpty()) {
        String text = words.text(key(status), "count", members.size());
        groups.add(new TileGroup(new Light(status, text), members));
      }
    }
    return groups;
  }

  private static String key(Status status) {
    return switch (status) {
      case OK -> "tiles.ok";
      case WARNING -> "tiles.warning";
      case FAILED -> "tiles.failed";
      case UNKNOWN -> "tiles.unknown";
      case BUSY -> "tiles.busy";
    };
  }

  private static List<TileGroup> bySubnet(List<NodeCard> cards, Words words) {
    Map<Cidr, List<Integer>> blocks = new TreeMap<>();
    List<Integer> without = new ArrayList<>();
    for (int i = 0; i < cards.size(); i++) {
      Optional<Cidr> subnet = Cidr.parse(cards.get(i).subnet());
      if (subnet.isPresent()) {
        Cidr block = Cidr.containing(subnet.get().network(), BLOCK);
        blocks.computeIfAbsent(block, _ -> new ArrayList<>()).add(i);
      } else {
        without.add(i);
      }
    }
    List<TileGroup> groups = new ArrayList<>();
    blocks.forEach(
        (block, members) ->
            groups.add(
                group(
                    cards,
                    words.text("tiles.block", "block", block, "count", members.size()),
                    members)));
    if (!without.isEmpty()) {
      groups.add(group(cards, words.text("tiles.no-subnet", "count", without.size()), without));
    }
    return groups;
  }

  /** A group whose title carries the state of its worst member. */
  private static TileGroup group(List<NodeCard> cards, String title, List<Integer> members) {
    Status worst =
        members.stream().map(i -> cards.get(i).gravity()).reduce(Status.OK, Status::worse);
    return new TileGroup(new Light(worst, title), members);
  }
}
