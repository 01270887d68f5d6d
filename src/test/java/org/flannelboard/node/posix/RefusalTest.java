package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NodeFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as coreutils, gzip, dash, bash and busybox print them. */
class RefusalTest {

  private static final NodeId NODE = new NodeId("vm01");
  private static final RemotePath PATH = RemotePath.of("/etc/flanneld/flanneld");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat: write error: No space left on device",
        "gzip: stdout: No space left on device",
        "mktemp: failed to create file via template '/x/.f.XXXXXX': No space left on device",
        "mkdir: cannot create directory '/x/y': Disk quota exceeded",
        "cp: error writing '/x/y': No space left on device"
      })
  void knowsThatThereIsNoRoom(String words) {
    assertThat(refusal(words)).isEqualTo(new NodeFailure.NoSpace(NODE, PATH));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          mktemp: failed to create file via template '/x/.f.XXXXXX': Permission denied; Permission denied
          mkdir: cannot create directory '/usr/x': Read-only file system; Read-only file system
          mkdir: can't create directory '/x/y': Not a directory; Not a directory
          mv: cannot move '/x/.f.abc' to '/x/f': Operation not permitted; Operation not permitted
          /etc/systemd/system/x.service: Not a regular file; Not a regular file
          rmdir: failed to remove '/x': Directory not empty; Directory not empty
          sh: 1: cannot create /x/y: Permission denied; Permission denied
          """)
  void knowsThatItMayNotBeWritten(String words, String why) {
    assertThat(refusal(words)).isEqualTo(new NodeFailure.NotWritable(NODE, PATH, why));
  }

  @Test
  void passesOnWhatItDoesNotKnow() {
    assertThat(refusal("chown: invalid user: 'etcd:etcd'\n"))
        .isEqualTo(
            new NodeFailure.CommandFailed(
                NODE, "write a file", 1, "chown: invalid user: 'etcd:etcd'"));
  }

  private static NodeFailure refusal(String stderr) {
    return Refusal.of(NODE, "write a file", PATH, new ExecResult(1, new byte[0], stderr));
  }
}
