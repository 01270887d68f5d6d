package org.flannelboard.practice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;

/**
 * A node's file system: absolute paths to inodes. Symbolic links are followed at the last element
 * only, which is all that unit files need.
 */
final class FileTree {

  /**
   * As many links as the kernel follows before it gives up with ELOOP is more than we ever need.
   */
  private static final int MOST_LINKS = 8;

  /** What a path leads to. */
  sealed interface Inode permits File, Directory, Link {}

  /**
   * A regular file. Never changed, only replaced, as by rename(2): two files are the same only if
   * they are the same object, which is how a running program's file is known to be gone.
   */
  static final class File implements Inode {
    private final Content content;
    private final int mode;
    private final String owner;
    private final String group;
    private final Instant modified;

    File(Content content, int mode, String owner, String group, Instant modified) {
      this.content = content;
      this.mode = mode;
      this.owner = owner;
      this.group = group;
      this.modified = modified;
    }

    Content content() {
      return content;
    }

    int mode() {
      return mode;
    }

    String owner() {
      return owner;
    }

    String group() {
      return group;
    }

    Instant modified() {
      return modified;
    }

    /** Another file that looks the same: what {@code cp -p} makes. */
    File copy() {
      return new File(content, mode, owner, group, modified);
    }
  }

  /** A directory. */
  record Directory() implements Inode {}

  /** A symbolic link with an absolute target. */
  record Link(String target) implements Inode {}

  private final TreeMap<String, Inode> inodes = new TreeMap<>();

  /** What stands at the path itself. */
  Optional<Inode> look(String path) {
    return path.equals("/") ? Optional.of(new Directory()) : Optional.ofNullable(inodes.get(path));
  }

  /** What the path leads to, links followed. */
  Optional<Inode> find(String path) {
    String at = path;
    for (int i = 0; i < MOST_LINKS; i++) {
      Optional<Inode> inode = look(at);
      if (inode.isEmpty() || !(inode.get() instanceof Link link)) {
        return inode;
      }
      at = link.target();
    }
    return Optional.empty();
  }

  Optional<File> file(String path) {
    return find(path).filter(File.class::isInstance).map(File.class::cast);
  }

  /** A file's content as text. */
  Optional<String> text(String path) {
    return file(path).map(file -> file.content().text());
  }

  /** Why no file can be written at the path, in the kernel's words; empty if one can. */
  Optional<String> obstacle(RemotePath path) {
    if (find(path.text()).filter(Directory.class::isInstance).isPresent()) {
      return Optional.of("Not a regular file");
    }
    for (String at = path.directory(); !at.equals("/"); at = parent(at)) {
      Optional<Inode> inode = find(at);
      if (inode.isPresent() && !(inode.get() instanceof Directory)) {
        return Optional.of("Not a directory");
      }
    }
    return Optional.empty();
  }

  /** Why a file cannot be executed, in the kernel's words (execve(2)). */
  Optional<String> unrunnable(String path) {
    Optional<File> file = file(path);
    if (file.isEmpty()) {
      return Optional.of("No such file or directory");
    }
    if ((file.get().mode() & 0111) == 0) {
      return Optional.of("Permission denied");
    }
    byte[] bytes = file.get().content().bytes();
    boolean script = bytes.length > 1 && bytes[0] == '#' && bytes[1] == '!';
    boolean elf = bytes.length > 3 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L';
    return script || elf ? Optional.empty() : Optional.of("Exec format error");
  }

  /** Makes a directory with all its parents; gives those that were missing, outermost first. */
  List<RemotePath> makeDirectories(String path) {
    List<RemotePath> made = new ArrayList<>();
    for (String at = path; look(at).isEmpty(); at = parent(at)) {
      inodes.put(at, new Directory());
      made.addFirst(RemotePath.of(at));
    }
    return made;
  }

  /** Puts a file in place of whatever stood there, parents included. */
  List<RemotePath> write(String path, File file) {
    List<RemotePath> made = makeDirectories(parent(path));
    inodes.put(path, file);
    return made;
  }

  /** A file of root's. */
  void write(String path, Content content, int mode, Instant modified) {
    write(path, new File(content, mode, "root", "root", modified));
  }

  void link(String path, String target) {
    makeDirectories(parent(path));
    inodes.put(path, new Link(target));
  }

  void remove(String path) {
    inodes.remove(path);
  }

  /** Removes all that is in a directory. */
  void removeBelow(String directory) {
    inodes.subMap(directory + "/", true, directory + "0", false).clear();
  }

  /** The names in a directory, sorted. */
  List<String> children(String directory) {
    String prefix = directory + "/";
    return inodes.subMap(prefix, true, directory + "0", false).keySet().stream()
        .map(path -> path.substring(prefix.length()))
        .filter(name -> name.indexOf('/') < 0)
        .toList();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
