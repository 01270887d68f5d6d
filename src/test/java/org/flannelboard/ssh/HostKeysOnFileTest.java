package org.flannelboard.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.Done;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.HostKeys.Entry;
import org.flannelboard.node.HostKeys.HostKeysFailure;
import org.flannelboard.node.HostKeys.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host keys of a profile, and the loss of one. */
class HostKeysOnFileTest {

  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICKou80nQRsGPAAdrtrYsXEelzPIHEKyxi3m5/Mes4pH";
  private static final String FINGERPRINT = "SHA256:5ODQNL1J8jt72iPcnxWYoBuk2c3EkoS2+7velemZwGs";
  private static final List<NodeSpec> NODES =
      List.of(node("vm01", "vm01.example.org", 22), node("vm02", "172.16.16.82", 2222));
  private static final String HASHED =
      "|1|AAECAwQFBgcICQoLDA0ODxAREhM=|ue8jw2MXRRV8xyf+vDYcu047hgA=";

  @TempDir Path folder;

  private static NodeSpec node(String name, String address, int port) {
    return new NodeSpec(
        new NodeId(name),
        Ipv4Address.of("172.16.16.81"),
        new SshAccess(address, port, "ops", List.of(), List.of(), SudoMode.NEVER));
  }

  private Path file(String text) throws Exception {
    Path file = folder.resolve("known_hosts");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    return file;
  }

  private static HostKeys on(Path... files) {
    return new HostKeysOnFile(new KnownHostsFiles(List.of(files)));
  }

  @Test
  void eachLineWithAKeyIsListedWithTheNodesItSpeaksOf() throws Exception {
    Path file =
        file(
            "# mine\n"
                + (HASHED + " " + KEY + "\n")
                + ("[172.16.16.82]:2222,other " + KEY + "\n")
                + ("@revoked * " + KEY + "\n"));
    List<Entry> entries = on(file).list(NODES).orElseThrow();
    assertThat(entries).extracting(Entry::line).containsExactly(2, 3, 4);
    assertThat(entries).extracting(Entry::fingerprint).containsOnly(FINGERPRINT);
    assertThat(entries)
        .extracting(Entry::hosts)
        .containsExactly("", "[172.16.16.82]:2222,other", "*");
    assertThat(entries)
        .extracting(Entry::kind)
        .containsExactly(Kind.TRUSTED, Kind.TRUSTED, Kind.REVOKED);
    assertThat(entries)
        .extracting(entry -> entry.nodes().stream().map(NodeId::name).toList())
        .containsExactly(List.of("vm01"), List.of("vm02"), List.of("vm01", "vm02"));
  }

  @Test
  void oneLineGoesAndTheRestStaysByteForByte() throws Exception {
    Path file = file("# \u00e9\r\nvm01.example.org " + KEY + "\n  junk\nother " + KEY);
    HostKeys keys = on(file);
    Entry first = keys.list(NODES).orElseThrow().getFirst();
    assertThat(keys.remove(first)).isEqualTo(Result.ok(Done.DONE));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .isEqualTo("# \u00e9\r\n  junk\nother " + KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(keys.list(NODES).orElseThrow()).hasSize(1);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aLineThatIsNoLongerTheOneShownStays() throws Exception {
    Path file = file("vm01.example.org " + KEY + "\n");
    HostKeys keys = on(file);
    Entry shown = keys.list(NODES).orElseThrow().getFirst();
    Files.writeString(file, "# somebody was here\nvm01.example.org " + KEY + "\n");
    assertThat(keys.remove(shown))
        .isEqualTo(Result.err(new HostKeysFailure.LineChanged(file.toString(), 1)));
    assertThat(Files.readString(file)).startsWith("# somebody").contains(KEY);
  }

  @Test
  void aFileThatIsNotThereHoldsNoKeysAndAFolderIsNoFile() {
    assertThat(on(folder.resolve("none")).list(NODES)).isEqualTo(Result.ok(List.of()));
    assertThat(on(folder).list(NODES).toFailure())
        .get()
        .isInstanceOf(HostKeysFailure.Unreadable.class);
  }
}
