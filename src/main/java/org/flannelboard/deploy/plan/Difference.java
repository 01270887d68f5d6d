package org.flannelboard.deploy.plan;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiff;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flannelboard.base.Digest;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.jspecify.annotations.Nullable;

/**
 * What stands at one place before and after a change, as far as it may be shown: keys, certificates
 * and programs are there by their digest alone.
 *
 * @param name the path on the node, or the key in etcd
 */
public record Difference(String name, Side before, Side after) {

  /** How a place stands. */
  public sealed interface Side {

    /** Nothing is there. */
    record Nothing() implements Side {}

    /**
     * A text.
     *
     * @param attributes mode and owner, for example {@code 644 root:root}; empty for a key in etcd
     */
    record Text(List<String> lines, String attributes) implements Side {
      public Text {
        lines = List.copyOf(lines);
      }
    }

    /**
     * Something that is not shown.
     *
     * @param summary what it is, for example its size and digest
     * @param attributes mode and owner; empty where they are not known
     */
    record Opaque(String summary, String attributes) implements Side {}
  }

  /** What the file at a path becomes; either state may be that of a copy kept elsewhere. */
  public static Difference of(RemotePath path, FileState before, FileState after) {
    return new Difference(path.text(), side(before), side(after));
  }

  /** What a step writes. */
  public static Difference of(Step.PutFile put) {
    FileWrite write = put.write();
    Side after = side(write.content(), attributes(write.mode(), write.owner(), write.group()));
    return new Difference(write.path().text(), side(put.before()), after);
  }

  /** What becomes of the network configuration. */
  public static Difference of(Step.PutConfig put) {
    Side before =
        put.before() == null
            ? new Side.Nothing()
            : new Side.Text(put.before().lines().toList(), "");
    List<String> wanted = NetworkConfigJson.write(put.config()).lines().toList();
    return new Difference(put.key(), before, new Side.Text(wanted, ""));
  }

  /** Whether both sides are the same. */
  public boolean none() {
    return before.equals(after);
  }

  /** Whether either side is a text, and none is something else. */
  public boolean textual() {
    return !(before instanceof Side.Opaque) && !(after instanceof Side.Opaque);
  }

  /**
   * The lines of a unified diff without its two lines of names.
   *
   * @param context lines that stay the same around a change
   */
  public List<String> unified(int context) {
    List<String> old = lines(before);
    List<String> now = lines(after);
    return UnifiedDiffUtils.generateUnifiedDiff(name, name, old, DiffUtils.diff(old, now), context)
        .stream()
        .skip(2)
        .toList();
  }

  /** The same lines with the mode and owner before them where those change. */
  public List<String> marked(int context) {
    String old = attributes(before);
    String now = attributes(after);
    List<String> all = new ArrayList<>();
    if (!old.equals(now)) {
      if (!old.isEmpty()) {
        all.add("-" + old);
      }
      if (!now.isEmpty()) {
        all.add("+" + now);
      }
    }
    all.addAll(unified(context));
    return List.copyOf(all);
  }

  /**
   * A line of both sides.
   *
   * @param before null where the line was added
   * @param after null where it was removed
   */
  public record Row(@Nullable String before, @Nullable String after) {

    /** Whether the sides are not the same here. */
    public boolean changed() {
      return !Objects.equals(before, after);
    }
  }

  /** All lines, those that belong together in one row. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (AbstractDelta<String> part :
        DiffUtils.diff(lines(before), lines(after), new MyersDiff<>(), null, true).getDeltas()) {
      List<String> old = part.getSource().getLines();
      List<String> now = part.getTarget().getLines();
      for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
        rows.add(new Row(i < old.size() ? old.get(i) : null, i < now.size() ? now.get(i) : null));
      }
    }
    return rows;
  }

  /** The lines of a side: a text's own, or the one that says what it is. */
  public static List<String> lines(Side side) {
    return switch (side) {
      case Side.Nothing _ -> List.of();
      case Side.Text(List<String> lines, String _) -> lines;
      case Side.Opaque(String summary, String _) -> List.of(summary);
    };
  }

  /** Mode and owner of a side; empty where it has none. */
  public static String attributes(Side side) {
    return switch (side) {
      case Side.Nothing _ -> "";
      case Side.Text(List<String> _, String attributes) -> attributes;
      case Side.Opaque(String _, String attributes) -> attributes;
    };
  }

  private static Side side(FileState state) {
    return switch (state) {
      case FileState.Absent _ -> new Side.Nothing();
      case FileState.Regular file -> {
        String attributes = attributes(file.mode(), file.owner(), file.group());
        yield file.content() == null
            ? new Side.Opaque(summary(file.size(), file.digest()), attributes)
            : side(file.content(), attributes);
      }
      case FileState.Other other -> new Side.Opaque(other.kind(), "");
      case FileState.Unreadable unreadable -> new Side.Opaque(unreadable.why(), "");
    };
  }

  private static Side side(Content content, String attributes) {
    return isText(content)
        ? new Side.Text(content.text().lines().toList(), attributes)
        : new Side.Opaque(summary(content.size(), content.digest()), attributes);
  }

  /** Programs have zero bytes near their beginning; keys and certificates begin as PEM does. */
  private static boolean isText(Content content) {
    int looked = Math.min(content.size(), 4096);
    for (int i = 0; i < looked; i++) {
      if (content.bytes()[i] == 0) {
        return false;
      }
    }
    return content.size() < 256 * 1024 && !content.text().contains("-----BEGIN ");
  }

  private static String summary(long size, Digest digest) {
    return size + " bytes, sha256 " + digest.brief();
  }

  private static String attributes(int mode, String owner, String group) {
    return Integer.toOctalString(mode) + " " + owner + ":" + group;
  }
}
