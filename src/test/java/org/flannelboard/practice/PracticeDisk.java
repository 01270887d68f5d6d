package org.flannelboard.practice;

import java.util.SortedMap;
import java.util.TreeMap;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.Content;

/** A practice node's whole disk, for tests that compare one moment with another. */
public final class PracticeDisk {

  private PracticeDisk() {}

  /** Every file, directory and link by path, with all that can be told apart about it. */
  public static SortedMap<String, String> of(PracticeCluster cluster, NodeId node) {
    World world = cluster.world();
    return world.locked(
        () -> {
          SortedMap<String, String> all = new TreeMap<>();
          collect(world.machine(node).files(), "", all);
          return all;
        });
  }

  /** Puts a file there behind everybody's back. */
  public static void write(
      PracticeCluster cluster, NodeId node, String path, String text, int mode, String owner) {
    World world = cluster.world();
    world.locked(
        () ->
            world
                .machine(node)
                .files()
                .write(path, new FileTree.File(Content.of(text), mode, owner, owner, world.now())));
  }

  /** Removes a file behind everybody's back. */
  public static void remove(PracticeCluster cluster, NodeId node, String path) {
    World world = cluster.world();
    world.locked(() -> world.machine(node).files().remove(path));
  }

  private static void collect(FileTree tree, String directory, SortedMap<String, String> all) {
    for (String name : tree.children(directory)) {
      String path = directory + "/" + name;
      FileTree.Inode inode = tree.look(path).orElseThrow();
      all.put(path, describe(inode));
      if (inode instanceof FileTree.Directory) {
        collect(tree, path, all);
      }
    }
  }

  private static String describe(FileTree.Inode inode) {
    return switch (inode) {
      case FileTree.Directory _ -> "directory";
      case FileTree.Link link -> "-> " + link.target();
      case FileTree.File file ->
          "%o %s:%s %s %s"
              .formatted(
                  file.mode(),
                  file.owner(),
                  file.group(),
                  file.modified(),
                  file.content().digest());
    };
  }
}
