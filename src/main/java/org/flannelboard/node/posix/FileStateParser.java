package org.flannelboard.node.posix;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.flannelboard.base.Digest;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;

/** Reads a {@code file} section as {@code file.sh} prints it. */
final class FileStateParser {

  private FileStateParser() {}

  static FileState parse(RemotePath path, Section section) throws MalformedOutputException {
    if (section.lines().contains("absent")) {
      return new FileState.Absent(path);
    }
    Optional<String> unreadable = section.value("unreadable");
    if (unreadable.isPresent()) {
      return new FileState.Unreadable(path, unreadable.get());
    }
    Optional<String> other = section.value("other");
    if (other.isPresent()) {
      return new FileState.Other(path, other.get());
    }
    return regular(path, section);
  }

  /** {@code stat -c '%s|%a|%U|%u|%G|%g|%Y'}, then the content or its digest. */
  private static FileState regular(RemotePath path, Section section)
      throws MalformedOutputException {
    String facts = section.value("regular").orElse("");
    String[] fields = facts.split("\\|", -1);
    Optional<String> packed = section.value("base64");
    if (fields.length != 7) {
      throw new MalformedOutputException(String.join("\n", section.lines()));
    }
    try {
      int mode = Integer.parseInt(fields[1], 8);
      String owner = name(fields[2], fields[3]);
      String group = name(fields[4], fields[5]);
      Instant modified = Instant.ofEpochSecond(Long.parseLong(fields[6]));
      if (packed.isPresent()) {
        Content content = Content.of(Section.unpack(packed.get()));
        return new FileState.Regular(
            path, content.size(), content.digest(), mode, owner, group, modified, content);
      }
      return new FileState.Regular(
          path, Long.parseLong(fields[0]), digest(section), mode, owner, group, modified, null);
    } catch (NumberFormatException | DateTimeException e) {
      throw new MalformedOutputException(facts);
    }
  }

  /** stat prints UNKNOWN where the node knows no name for the number. */
  private static String name(String name, String number) {
    return name.equals("UNKNOWN") ? number : name;
  }

  /** {@code sha256sum} of its standard input: the digits, two spaces, a hyphen. */
  private static Digest digest(Section section) throws MalformedOutputException {
    String line = section.value("sha256").orElse("");
    return Digest.parse(line.replaceFirst(" .*", ""))
        .orElseThrow(() -> new MalformedOutputException(String.join("\n", section.lines())));
  }
}
