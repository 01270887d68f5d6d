package org.flannelboard.cluster;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name by which a node is known in a profile, for example {@code vm01}.
 *
 * @param name 1 to 63 letters, digits, dots, hyphens or underscores, beginning with a letter or
 *     digit
 */
public record NodeId(String name) implements Comparable<NodeId> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public NodeId {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not a node name: " + name);
    }
  }

  /** Whether the text can be a node's name. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** What a record has by itself, told to the compiler: tables of 255 nodes ask millions. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId(String its) && its.equals(name);
  }

  @Override
  public int compareTo(NodeId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
