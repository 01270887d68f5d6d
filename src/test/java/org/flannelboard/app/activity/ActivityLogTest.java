package org.flannelboard.app.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.flannelboard.app.activity.Activity.Outcome;
import org.flannelboard.app.activity.ActivityLog.Said;
import org.flannelboard.app.activity.Operation.Kind;
import org.flannelboard.app.task.Change;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.node.ReadOnlyNodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log keeps what an audit asks for, within its bounds, and no content. */
class ActivityLogTest {

  private static final NodeId VM01 = new NodeId("vm01");
  private static final NodeSpec SPEC =
      new NodeSpec(
          VM01,
          Ipv4Address.of("172.16.16.81"),
          new SshAccess("172.16.16.81", 22, "root", List.of(), List.of(), SudoMode.NEVER));
  private static final RemotePath KEY = RemotePath.of("/etc/flanneld/ssl/flannel-key.pem");
  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(10));
  private static final String SECRET = "-----BEGIN PRIVATE KEY-----";

  private final AtomicLong nanos = new AtomicLong();
  private final ActivityLog log =
      new ActivityLog(() -> Instant.parse("2030-06-13T15:15:17Z"), nanos::get);

  @Test
  void aContentIsThereBySizeAndDigestAlone() {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    NodeOps node =
        recorded(
            (_, _) -> {
              NodeActivity.Command told = log.began(VM01, "sudo head");
              nanos.addAndGet(5_000_000);
              told.ended(0, secret, "a word");
              return Result.ok(secret);
            });
    assertThat(node.read(KEY, 100, SOON).orElseThrow()).isEqualTo(secret);
    Activity read = log.latest().getLast();
    assertThat(read.operation().kind()).isEqualTo(Kind.READ_FILE);
    assertThat(read.node()).isEqualTo(VM01);
    assertThat(read.commands()).containsExactly("sudo head");
    assertThat(read.exitStatus()).isZero();
    assertThat(read.took()).isEqualTo(Duration.ofMillis(5));
    assertThat(read.errors()).isEqualTo("a word");
    assertThat(read.output())
        .isEqualTo(read.answer())
        .contains(Integer.toString(secret.length), Digest.of(secret).sha256());
    assertThat(ActivityJson.line(read)).doesNotContain("PRIVATE KEY");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {
        "WRITE_FILE",
        "RESTORE_FILE",
        "REMOVE_FILE",
        "RELOAD_UNITS",
        "PROBE",
        "CHANGE_KERNEL"
      },
      mode = EnumSource.Mode.EXCLUDE)
  void whatMayPrintContentsIsKeptByDigest(Kind kind) {
    byte[] output = SECRET.getBytes(StandardCharsets.UTF_8);
    log.during(
        VM01,
        Operation.of(kind),
        () -> {
          log.began(VM01, "sh").ended(0, output, "");
          return Result.<String, NodeFailure>ok("");
        },
        Said::good);
    assertThat(log.latest().getLast().output()).endsWith(Digest.of(output).sha256());
  }

  @Test
  void aWriteNamesItsContentByDigestAndTheChangeItBelongsTo() {
    NodeFailure full = new NodeFailure.NoSpace(VM01, KEY);
    NodeOps node = recorded((_, _) -> Result.err(full));
    Content content = Content.of(SECRET);
    Change change = log.change(Change.Kind.PUSH);
    try (VirtualThreadRunner tasks = new VirtualThreadRunner()) {
      change.during(
          () ->
              tasks
                  .start("write", () -> node.put(FileWrite.rootOwned(KEY, content, 0600), SOON))
                  .join());
    }
    Activity write = log.latest().getLast();
    assertThat(write.change()).isEqualTo(change);
    assertThat(change.id()).isEqualTo("push-20300613T151517Z-1");
    assertThat(write.mutating()).isTrue();
    assertThat(write.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(write.failure()).isEqualTo(full);
    assertThat(write.exitStatus()).isNull();
    assertThat(write.operation().arguments())
        .containsEntry("sha256", content.digest().sha256())
        .containsEntry("size", Integer.toString(content.size()));
    assertThat(ActivityJson.line(write)).doesNotContain("PRIVATE KEY");
  }

  @Test
  void aStreamIsOneEntryFromItsStartToItsEnd() {
    PingStream stream =
        proxy(
            PingStream.class,
            (name, _) ->
                switch (name) {
                  case "prober" -> "fping";
                  case "awaitEnd" -> Optional.empty();
                  default -> null;
                });
    NodeOps node =
        recorded(
            (_, arguments) -> {
              @SuppressWarnings("unchecked")
              var rounds = (Consumer<PingRound>) arguments[1];
              rounds.accept(new PingRound(1, List.of()));
              return Result.ok(stream);
            });
    PingRequest request =
        new PingRequest(
            Ipv4Address.of("10.1.1.1"),
            List.of(Ipv4Address.of("10.1.2.1")),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            0);
    PingStream running = node.ping(request, _ -> {}, SOON).orElseThrow();
    assertThat(log.latest().getLast().outcome()).isEqualTo(Outcome.RUNNING);
    assertThat(log.latest().getLast().took()).isNull();
    running.close();
    running.close();
    assertThat(log.latest()).filteredOn(it -> it.operation().kind() == Kind.PING).hasSize(1);
    assertThat(log.latest().getLast().outcome()).isEqualTo(Outcome.DONE);
    assertThat(log.latest().getLast().answer()).isEqualTo("1 rounds with fping");
  }

  @Test
  void aJournalThatIsFollowedEndsWithWhatBrokeIt() throws InterruptedException {
    NodeFailure lost = new NodeFailure.ConnectionLost(VM01, "follow", "reset");
    JournalStream stream =
        proxy(JournalStream.class, (name, _) -> name.equals("awaitEnd") ? Optional.of(lost) : null);
    NodeOps node = recorded((_, _) -> Result.ok(stream));
    JournalStream running = node.follow("flanneld.service", 10, _ -> {}, SOON).orElseThrow();
    assertThat(running.awaitEnd()).hasValue(lost);
    running.close();
    assertThat(log.latest())
        .filteredOn(it -> it.operation().kind() == Kind.FOLLOW_JOURNAL)
        .singleElement()
        .satisfies(it -> assertThat(it.failure()).isEqualTo(lost));
  }

  @Test
  void readingsNeverPushAChangeOut() {
    note(Kind.REMOVE_FILE);
    for (int i = 0; i < 3 * ActivityLog.READS_KEPT; i++) {
      note(Kind.OBSERVE);
    }
    assertThat(log.latest()).hasSize(ActivityLog.READS_KEPT + 1);
    assertThat(log.latest().getFirst().operation().kind()).isEqualTo(Kind.REMOVE_FILE);
    for (int i = 0; i < ActivityLog.CHANGES_KEPT; i++) {
      note(Kind.REMOVE_FILE);
    }
    assertThat(log.latest()).hasSize(ActivityLog.READS_KEPT + ActivityLog.CHANGES_KEPT);
    assertThat(log.latest().getFirst().operation().kind()).isEqualTo(Kind.OBSERVE);
  }

  @Test
  void ofALongOutputTheEndIsKept() {
    String words = "x".repeat(2 * ActivityLog.OUTPUT_KEPT) + "the end";
    log.during(
        VM01,
        Operation.of(Kind.RELOAD_UNITS),
        () -> {
          log.began(VM01, "reload").ended(1, words.getBytes(StandardCharsets.UTF_8), words);
          return Result.<String, NodeFailure>ok(words);
        },
        Said::good);
    Activity activity = log.latest().getLast();
    assertThat(List.of(activity.output(), activity.errors(), activity.answer()))
        .allSatisfy(text -> assertThat(text).endsWith("the end").hasSize(ActivityLog.OUTPUT_KEPT));
  }

  @Test
  void whatBreaksIsNotedAsFailed() {
    assertThatThrownBy(
            () ->
                log.during(
                    VM01,
                    Operation.of(Kind.RELOAD_UNITS),
                    () -> {
                      throw new IllegalStateException("a bug");
                    },
                    _ -> Said.good("")))
        .hasMessage("a bug");
    assertThat(log.latest().getLast().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void whatAReadOnlyClusterRefusesIsNotedAndNotDone() {
    NodeOps behind =
        proxy(
            NodeOps.class,
            (name, _) -> {
              if (name.equals("node")) {
                return VM01;
              }
              throw new AssertionError("reached the adapter: " + name);
            });
    NodeOps node =
        new RecordedNodes(new ReadOnlyNodes(connecting(behind), () -> true), log)
            .connect(SPEC, SOON)
            .orElseThrow();
    assertThat(node.remove(KEY, SOON).toFailure())
        .hasValueSatisfying(it -> assertThat(it).isInstanceOf(NodeFailure.ReadOnly.class));
    assertThat(Objects.requireNonNull(log.latest().getLast().failure()).code())
        .isEqualTo("read-only");
  }

  private void note(Kind kind) {
    log.during(VM01, Operation.of(kind), () -> Result.<String, NodeFailure>ok(""), Said::good);
  }

  /** A node behind the log, whose every operation is answered by one function. */
  private NodeOps recorded(BiFunction<String, Object[], Object> answers) {
    NodeOps behind =
        proxy(
            NodeOps.class,
            (name, arguments) -> name.equals("node") ? VM01 : answers.apply(name, arguments));
    return new RecordedNodes(connecting(behind), log).connect(SPEC, SOON).orElseThrow();
  }

  private static NodeConnector connecting(NodeOps node) {
    return proxy(NodeConnector.class, (_, _) -> Result.ok(node));
  }

  private static <T> T proxy(
      Class<T> port, BiFunction<String, Object[], @Nullable Object> answers) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> answers.apply(method.getName(), arguments)));
  }
}
