package org.flannelboard.cluster;

/**
 * An absolute path on a node, in the node's own syntax whatever this machine's is.
 *
 * @param text begins with a slash; no empty, {@code .} or {@code ..} element, no control character
 */
public record RemotePath(String text) implements Comparable<RemotePath> {

  public RemotePath {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not an absolute path: " + text);
    }
  }

  /** Whether the text can be a path on a node. */
  public static boolean isValid(String text) {
    if (!text.startsWith("/") || text.length() < 2 || text.endsWith("/")) {
      return false;
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return false;
    }
    for (String element : text.substring(1).split("/", -1)) {
      if (element.isEmpty() || element.equals(".") || element.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** A path on a node; the same as the constructor, shorter to read. */
  public static RemotePath of(String text) {
    return new RemotePath(text);
  }

  /** The path of an entry in this directory. */
  public RemotePath child(String name) {
    return new RemotePath(text + "/" + name);
  }

  /** The directory this path is in; {@code /} has no representation and is never asked for. */
  public String directory() {
    int slash = text.lastIndexOf('/');
    return slash == 0 ? "/" : text.substring(0, slash);
  }

  /** The last element. */
  public String fileName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(RemotePath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
