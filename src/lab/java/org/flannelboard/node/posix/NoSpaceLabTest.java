package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing where there is no room, and where nothing may be written: needs root for its mounts. */
class NoSpaceLabTest {

  private static final NodeId NODE = new NodeId("here");

  private final LocalShell shell = new LocalShell(NODE, List.of("sh"), Map.of());
  private final PosixNodeOps ops = new PosixNodeOps(shell);
  @TempDir private Path folder;
  private Path small;

  @BeforeEach
  void mount() throws IOException {
    small = Files.createDirectory(folder.resolve("small"));
    run("mount -t tmpfs -o size=256k none \"$1\"");
    Files.writeString(small.resolve("file"), "as it was");
  }

  @AfterEach
  void unmount() {
    run("umount \"$1\"");
    ops.close();
  }

  @Test
  void leavesTheTargetAsItWas() throws IOException {
    RemotePath path = at("file");
    for (Content content : List.of(random(), Content.of(new byte[1_000_000]))) {
      assertThat(put(path, content, null)).isEqualTo(new NodeFailure.NoSpace(NODE, path));
    }
    assertThat(small.resolve("file")).hasContent("as it was");
    assertUntouched();
  }

  @Test
  void leavesNoDirectoryItMade() throws IOException {
    RemotePath path = at("a").child("b").child("file");
    assertThat(put(path, random(), null)).isEqualTo(new NodeFailure.NoSpace(NODE, path));
    assertUntouched();
  }

  @Test
  void changesNothingThatItCannotKeep() throws IOException {
    Path target = Files.write(folder.resolve("target"), new byte[1_000_000]);
    RemotePath kept = at("kept").child("target");
    assertThat(put(RemotePath.of(target.toString()), Content.of("new"), kept))
        .isEqualTo(new NodeFailure.NoSpace(NODE, kept));
    assertThat(target).hasSize(1_000_000);
    assertUntouched();
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).containsExactlyInAnyOrder(small, target);
    }
  }

  @Test
  void saysThatAFileSystemIsReadOnly() throws IOException {
    run("mount -o remount,ro \"$1\"");
    RemotePath path = at("file");
    assertThat(put(path, Content.of("new"), null))
        .isEqualTo(new NodeFailure.NotWritable(NODE, path, "Read-only file system"));
    assertThat(ops.remove(path, soon()).toFailure())
        .contains(new NodeFailure.NotWritable(NODE, path, "Read-only file system"));
    assertUntouched();
  }

  private NodeFailure put(RemotePath path, Content content, @Nullable RemotePath keepAt) {
    FileWrite write = new FileWrite(path, content, 0644, "root", "root", keepAt);
    return ops.put(write, soon()).toFailure().orElseThrow();
  }

  private void assertUntouched() throws IOException {
    try (Stream<Path> entries = Files.list(small)) {
      assertThat(entries).containsExactly(small.resolve("file"));
    }
  }

  private RemotePath at(String name) {
    return RemotePath.of(small.resolve(name).toString());
  }

  private void run(String command) {
    ExecResult result =
        shell.exec(Script.of(command, command, small.toString()), soon()).orElseThrow();
    assertThat(result.exitStatus()).as(result.stderr()).isZero();
  }

  /** More than there is room for, and not to be packed. */
  private static Content random() {
    byte[] bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    return Content.of(bytes);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}
