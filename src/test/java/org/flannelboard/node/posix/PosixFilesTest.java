package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PutOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a write over a shell can meet: a damaged transfer, a node without gzip. */
@EnabledOnOs(OS.LINUX)
class PosixFilesTest {

  private static final NodeId NODE = new NodeId("here");

  @TempDir private Path folder;
  private RemotePath path;
  private String owner;
  private String group;

  @BeforeEach
  void setUp() throws IOException {
    path = RemotePath.of(folder.resolve("new").resolve("file").toString());
    owner = Files.getOwner(folder).getName();
    group = Files.getAttribute(folder, "posix:group").toString();
  }

  @Test
  void leavesNothingOfADamagedTransfer() throws IOException {
    byte[] damaged = "dama".getBytes(StandardCharsets.UTF_8);
    Result<PutOutcome, NodeFailure> outcome =
        put(Content.of("damaged"), script -> script.feeding(damaged));
    assertThat(outcome.toFailure())
        .contains(
            new NodeFailure.DigestMismatch(
                NODE, path, Content.of("damaged").digest().sha256(), Digest.of(damaged).sha256()));
    assertThat(below(folder)).isEmpty();
  }

  @Test
  void leavesNothingOfATransferThatBreaksOffPacked() throws IOException {
    Content content = packable();
    byte[] half = Arrays.copyOf(content.gzip(), content.gzip().length / 2);
    Result<PutOutcome, NodeFailure> outcome = put(content, script -> script.feeding(half));
    assertThat(outcome.toFailure()).isPresent();
    assertThat(below(folder)).isEmpty();
  }

  @Test
  void leavesNothingForAnUnknownOwner() throws IOException {
    owner = "nobody-of-this-name";
    Result<PutOutcome, NodeFailure> outcome = put(Content.of("x"), UnaryOperator.identity());
    assertThat(outcome.toFailure()).containsInstanceOf(NodeFailure.CommandFailed.class);
    assertThat(below(folder)).isEmpty();
  }

  @Test
  void sendsPackedWhatIsWorthIt() {
    List<Script> sent = new ArrayList<>();
    Content content = packable();
    Result<PutOutcome, NodeFailure> outcome =
        put(
            content,
            script -> {
              sent.add(script);
              return script;
            });
    assertThat(outcome.orElseThrow().now().digest()).isEqualTo(content.digest());
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().stdin().length).isLessThan(content.size() / 10);
  }

  @Test
  void sendsPlainToANodeWithoutGzip() {
    List<Script> sent = new ArrayList<>();
    Content content = packable();
    Result<PutOutcome, NodeFailure> outcome =
        put(
            content,
            script -> {
              sent.add(script);
              return notFinding("gzip", script);
            });
    assertThat(outcome.orElseThrow().now().digest()).isEqualTo(content.digest());
    assertThat(sent)
        .extracting(script -> script.arguments().getLast())
        .containsExactly("gzip", "plain");
  }

  @Test
  void putsNoContentIntoArguments() {
    List<Script> sent = new ArrayList<>();
    put(
        Content.of("the-secret"),
        script -> {
          sent.add(script);
          return script;
        });
    assertThat(sent).isNotEmpty();
    assertThat(sent)
        .allSatisfy(
            script -> {
              assertThat(script.text()).doesNotContain("the-secret");
              assertThat(script.arguments()).noneMatch(word -> word.contains("the-secret"));
            });
  }

  @Test
  void followsALinkToTheFileItself() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    path = RemotePath.of(link.toString());
    put(Content.of("new"), UnaryOperator.identity()).orElseThrow();
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void refusesToReplaceADeviceBehindALink() throws IOException {
    // systemctl mask makes such links: /etc/systemd/system/docker.service -> /dev/null
    Path link = Files.createSymbolicLink(folder.resolve("masked"), Path.of("/dev/null"));
    path = RemotePath.of(link.toString());
    assertThat(put(Content.of("x"), UnaryOperator.identity()).toFailure())
        .contains(new NodeFailure.NotWritable(NODE, path, "Not a regular file"));
    assertThat(link).isSymbolicLink();
    assertThat(below(folder)).containsExactly(link);
    Files.delete(link);
  }

  private Result<PutOutcome, NodeFailure> put(Content content, UnaryOperator<Script> onTheWay) {
    try (NodeShell shell = new Intercepted(onTheWay)) {
      PosixFiles files = new PosixFiles(new ScriptRunner(shell));
      FileWrite write = new FileWrite(path, content, 0600, owner, group, null);
      return files.put(write, Deadline.after(Duration.ofSeconds(30)));
    }
  }

  private static Content packable() {
    byte[] bytes = new byte[200_000];
    Arrays.fill(bytes, (byte) 'x');
    return Content.of(bytes);
  }

  /** The same script on a node that lacks the tool. */
  private static Script notFinding(String tool, Script script) {
    String text = script.text().replace("has " + tool, "has no-" + tool);
    assertThat(text).isNotEqualTo(script.text());
    return new Script(script.operation(), text, script.arguments(), script.stdin());
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /** A shell that changes scripts on their way to the node. */
  private static final class Intercepted implements NodeShell {
    private final LocalShell shell;
    private final UnaryOperator<Script> onTheWay;

    Intercepted(UnaryOperator<Script> onTheWay) {
      this.shell = new LocalShell(NODE, List.of("/bin/sh"), Map.of());
      this.onTheWay = onTheWay;
    }

    @Override
    public NodeId node() {
      return NODE;
    }

    @Override
    public Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline) {
      return shell.exec(onTheWay.apply(script), deadline);
    }

    @Override
    public Result<Running, NodeFailure> start(
        Script script, Consumer<String> lines, Deadline deadline) {
      return shell.start(onTheWay.apply(script), lines, deadline);
    }

    @Override
    public void close() {
      shell.close();
    }
  }
}
