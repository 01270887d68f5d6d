package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.etcd.TroubledWire.PutTrouble;
import org.flannelboard.etcd.v2.EtcdV2Wire;
import org.flannelboard.etcd.v3.EtcdV3Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The key store's contract and its troubles, against a real etcd; once for each API and route. */
abstract class EtcdLabContract extends KeyStoreContract {

  @RegisterExtension static final EtcdLab LAB = new EtcdLab();

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Expect ANYTHING = new Expect.Anything();

  final AtomicInteger dialled = new AtomicInteger();
  private final String directory = EtcdLab.freshDirectory();
  private @Nullable KeyStore store;

  abstract KeyStore.Api api();

  /** Null for the direct route. */
  @Nullable StreamDialer dialer() {
    return null;
  }

  @BeforeEach
  void connect() throws IOException {
    store = open(LAB.etcd().endpoint());
  }

  @AfterEach
  void disconnect() {
    store().close();
  }

  @Override
  protected KeyStore store() {
    KeyStore connected = store;
    assertThat(connected).isNotNull();
    return connected;
  }

  @Override
  protected String directory() {
    return directory;
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTrusted() throws IOException {
    assertThat(
            failure(
                new EtcdAccess.Tls(
                    LAB.certificates().tls("other-ca", "client").caPem(),
                    LAB.certificates().tls("ca", "client").certificatePem(),
                    LAB.certificates().tls("ca", "client").keyPem()),
                LAB.etcd().endpoint()))
        .isEqualTo(
            new StoreFailure.ServerUntrusted(
                LAB.etcd().endpoint().toString(), "its certificate is not signed by the given CA"));
  }

  @Test
  void aServerWithAnotherNameIsNotTrusted() throws Exception {
    assertThat(failureOfServer("elsewhere"))
        .isInstanceOfSatisfying(
            StoreFailure.ServerUntrusted.class,
            failure -> assertThat(failure.why()).startsWith("its certificate is for another name"));
  }

  @Test
  void aServerWhoseCertificateHasExpiredIsNotTrusted() throws Exception {
    assertThat(failureOfServer("expired"))
        .isInstanceOfSatisfying(
            StoreFailure.ServerUntrusted.class,
            failure -> assertThat(failure.why()).isEqualTo("its certificate has expired"));
  }

  @Test
  void aClientOfAnotherAuthorityIsRejected() throws IOException {
    EtcdAccess.Tls stranger =
        new EtcdAccess.Tls(
            LAB.certificates().tls("ca", "stranger").caPem(),
            LAB.certificates().tls("ca", "stranger").certificatePem(),
            LAB.certificates().tls("ca", "stranger").keyPem());

    assertThat(failure(stranger, LAB.etcd().endpoint()))
        .isInstanceOf(StoreFailure.ClientRejected.class);
  }

  @Test
  void aClientWhoseCertificateHasExpiredIsRejected() throws IOException {
    assertThat(failure(LAB.certificates().tls("ca", "late"), LAB.etcd().endpoint()))
        .isInstanceOf(StoreFailure.ClientRejected.class);
  }

  @Test
  void aDeadEndpointIsPassedOver() throws IOException {
    try (KeyStore second = open(deadEndpoint(), LAB.etcd().endpoint())) {
      assertThat(second.put(directory + "/k", "v", ANYTHING, null, soon()).orElseThrow())
          .isInstanceOf(WriteOutcome.Written.class);
      assertThat(second.list(directory, soon()).orElseThrow()).hasSize(1);
    }
  }

  @Test
  void deadEndpointsAloneAreUnreachableEachWithItsReason() throws IOException {
    URI dead = deadEndpoint();

    assertThat(failure(LAB.certificates().tls("ca", "client"), dead))
        .isInstanceOfSatisfying(
            StoreFailure.Unreachable.class,
            failure ->
                assertThat(failure.reasons().get(dead.toString()))
                    .containsIgnoringCase("connection refused"));
  }

  @Test
  void aFrozenEndpointDoesNotEatTheDeadlineOfAnother() throws Exception {
    try (EtcdProcess frozen = another("server", true).start()) {
      frozen.freeze();
      Deadline deadline = soon();
      try (KeyStore both = open(frozen.endpoint(), LAB.etcd().endpoint())) {
        assertThat(both.put(directory + "/k", "v", ANYTHING, null, soon()).orElseThrow())
            .isInstanceOf(WriteOutcome.Written.class);
      }
      assertThat(deadline.remaining()).isGreaterThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void aFrozenEndpointAloneIsUnreachableWithinTheDeadline() throws Exception {
    try (EtcdProcess frozen = another("server", true).start()) {
      frozen.freeze();
      EtcdAccess access = LAB.access(dialer(), frozen.endpoint());
      StoreFailure failure =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5),
              () ->
                  EtcdLab.connector()
                      .open(access, api(), Deadline.after(Duration.ofSeconds(1)))
                      .toFailure()
                      .orElseThrow());
      assertThat(failure).isInstanceOf(StoreFailure.Unreachable.class);
      assertThat(failure.reason()).contains("timed out");
    }
  }

  @Test
  void aWatchOutlivesARestart() throws Exception {
    try (EtcdProcess own = another("server", true).start();
        KeyStore restarted = open(own.endpoint())) {
      BlockingQueue<WatchEvent> seen = new LinkedBlockingQueue<>();
      restarted.put("/w/a", "1", ANYTHING, null, soon()).orElseThrow();
      try (KeyStore.Watch _ = restarted.watch("/w", seen::add)) {
        assertThat(next(seen)).isInstanceOf(WatchEvent.Resync.class);
        own.close();
        assertThat(next(seen)).isInstanceOf(WatchEvent.Interrupted.class);
        own.start();
        assertThat(next(seen))
            .isInstanceOfSatisfying(
                WatchEvent.Resync.class, resync -> assertThat(resync.entries()).hasSize(1));
        restarted.put("/w/b", "1", ANYTHING, null, soon()).orElseThrow();
        assertThat(next(seen)).isInstanceOf(WatchEvent.Put.class);
      }
    }
  }

  @Test
  void inspectTellsVersionApisAndHealth() throws IOException {
    URI dead = deadEndpoint();
    EtcdFacts facts =
        EtcdLab.connector()
            .inspect(LAB.access(dialer(), LAB.etcd().endpoint(), dead), soon())
            .orElseThrow();

    assertThat(facts.version()).startsWith("3.");
    assertThat(facts.apis()).containsExactlyInAnyOrder(KeyStore.Api.V2, KeyStore.Api.V3);
    assertThat(facts.members()).extracting(EtcdFacts.Member::healthy).containsExactly(true, false);
    assertThat(facts.members().getLast().detail()).containsIgnoringCase("connection refused");
  }

  @Test
  void flannelsKeysRoundTrip() throws InterruptedException {
    FlannelStore flannel = new FlannelStore(store(), directory);
    BlockingQueue<FlannelStore.LeaseNews> news = new LinkedBlockingQueue<>();
    String lease =
        "{\"PublicIP\":\"172.16.16.81\",\"BackendType\":\"vxlan\","
            + "\"BackendData\":{\"VtepMAC\":\"ca:4f:c9:70:58:48\"}}";
    try (KeyStore.Watch _ = flannel.watchLeases(news::add)) {
      assertThat(news.poll(10, TimeUnit.SECONDS))
          .isEqualTo(
              new FlannelStore.LeaseNews.Current(new FlannelStore.Leases(List.of(), List.of())));
      store()
          .put(directory + "/subnets/10.253.3.0-24", lease, ANYTHING, Duration.ofHours(24), soon())
          .orElseThrow();
      assertThat(news.poll(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              FlannelStore.LeaseNews.Current.class,
              current -> {
                assertThat(current.leases().leases())
                    .singleElement()
                    .satisfies(
                        one -> {
                          assertThat(one.lease().docker0()).hasToString("10.253.3.1");
                          assertThat(one.lease().ttl()).isGreaterThan(Duration.ofHours(23));
                        });
              });
    }
  }

  @Test
  void aWriteWhoseAnswerIsLostIsFoundByReadingBack() throws Exception {
    try (KeyStore losing = openThrough(put -> lost(put.get()))) {
      WriteOutcome outcome =
          losing.put(directory + "/k", "v", new Expect.Absent(), null, soon()).orElseThrow();

      Entry written = store().get(directory + "/k", soon()).orElseThrow().orElseThrow();
      assertThat(outcome).isEqualTo(new WriteOutcome.Written(written.revision()));
    }
  }

  @Test
  void aWriteToAServerThatFreezesIsInDoubtAndMayStillHappen() throws Exception {
    try (EtcdProcess own = another("server", true).start();
        KeyStore freezing = openThrough(own, put -> frozen(own, put))) {
      WriteOutcome outcome =
          freezing
              .put("/k", "v", ANYTHING, null, Deadline.after(Duration.ofSeconds(2)))
              .orElseThrow();
      assertThat(outcome).isInstanceOf(WriteOutcome.InDoubt.class);

      own.thaw();
      try (KeyStore later = open(own.endpoint())) {
        assertThat(later.list("/", soon()).orElseThrow())
            .allMatch(entry -> entry.value().equals("v"));
      }
    }
  }

  @Test
  void historyThatIsGoneIsSaidToBeOutdated() throws Exception {
    try (EtcdProcess own = another("server", true).start();
        KeyStore writer = open(own.endpoint());
        Wire wire = wire(own.endpoint())) {
      writer.put("/w/k", "v", ANYTHING, null, soon()).orElseThrow();
      outrun(own, writer);

      assertThat(wire.follow(own.endpoint(), "/w", new Revision(0), _ -> {}))
          .isEqualTo(Wire.Ended.OUTDATED);
    }
  }

  /** Makes etcd forget its first revisions. */
  abstract void outrun(EtcdProcess etcd, KeyStore writer) throws Exception;

  /** Compacts with etcd's own client. */
  static void compact(EtcdProcess etcd, Revision revision) throws Exception {
    LabCertificates pki = LAB.certificates();
    ProcessBuilder etcdctl =
        new ProcessBuilder(
                "etcdctl",
                "--endpoints=" + etcd.endpoint(),
                "--cacert=" + pki.certificate("ca"),
                "--cert=" + pki.certificate("client"),
                "--key=" + pki.key("client"),
                "compact",
                "" + revision.number())
            .redirectErrorStream(true);
    etcdctl.environment().put("ETCDCTL_API", "3");
    Process process = etcdctl.start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("compacted revision");
    assertThat(process.waitFor()).isZero();
  }

  private Wire wire(URI endpoint) throws IOException {
    EtcdAccess access = LAB.access(dialer(), endpoint);
    return switch (api()) {
      case V2 -> EtcdV2Wire.open(access).orElseThrow();
      case V3 -> EtcdV3Wire.open(access).orElseThrow();
    };
  }

  private KeyStore openThrough(PutTrouble put) throws IOException {
    return openThrough(LAB.etcd(), put);
  }

  private KeyStore openThrough(EtcdProcess etcd, PutTrouble put) throws IOException {
    return new FailoverKeyStore(
        new TroubledWire(wire(etcd.endpoint()), put), List.of(etcd.endpoint()));
  }

  private static Attempt<WriteOutcome> lost(Attempt<WriteOutcome> answer) {
    assertThat(answer).isInstanceOf(Attempt.Answered.class);
    return new Attempt.Missed<>(StoreFailure.unreachable("lab", "the answer was lost"), true);
  }

  private static Attempt<WriteOutcome> frozen(
      EtcdProcess etcd, Supplier<Attempt<WriteOutcome>> put) {
    try {
      etcd.freeze();
      return put.get();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  EtcdProcess another(String server, boolean v2) {
    return new EtcdProcess(
        LAB.folder().resolve("data" + EtcdLab.freshDirectory().replace('/', '-')),
        v2,
        LAB.certificates(),
        server);
  }

  KeyStore open(URI... endpoints) throws IOException {
    return EtcdLab.connector().open(LAB.access(dialer(), endpoints), api(), soon()).orElseThrow();
  }

  StoreFailure failure(EtcdAccess.Tls tls, URI endpoint) {
    return EtcdLab.connector()
        .open(new EtcdAccess(List.of(endpoint), tls, dialer()), api(), soon())
        .toFailure()
        .orElseThrow();
  }

  private StoreFailure failureOfServer(String certificate) throws Exception {
    try (EtcdProcess server = another(certificate, true).start()) {
      return failure(LAB.certificates().tls("ca", "client"), server.endpoint());
    }
  }

  static URI deadEndpoint() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("https://localhost:" + socket.getLocalPort());
    }
  }

  static WatchEvent next(BlockingQueue<WatchEvent> seen) throws InterruptedException {
    WatchEvent event = seen.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event within twenty seconds").isNotNull();
    return event;
  }

  static Deadline soon() {
    return Deadline.after(SOON);
  }
}
