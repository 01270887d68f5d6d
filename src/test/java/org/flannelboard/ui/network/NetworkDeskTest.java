package org.flannelboard.ui.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.NetworkMerge.Side;
import org.flannelboard.app.StatusReader;
import org.flannelboard.app.task.DirectTaskRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.NetworkDocument.Member;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Editing and saving the network without a window, on two deployed nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkDeskTest {

  private static final InstantSource CLOCK = InstantSource.system();

  private PracticeAuthority authority;
  private PracticeCluster practice;
  private SilentStores stores;
  private Opened opened;
  private Session session;
  private NetworkDesk desk;
  private NetworkViewModel model;

  @BeforeAll
  void makeAuthority() {
    authority = PracticeAuthority.create(CLOCK, new SecureRandom());
  }

  @BeforeEach
  void open() {
    practice = PracticeCluster.create(PracticeLab.initial(2), authority.material(), CLOCK);
    stores = new SilentStores(practice.etcd());
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(practice.nodes(), stores),
            new Cluster.Surroundings(new DirectTaskRunner(), CLOCK, _ -> {}, new SecureRandom()));
    opened = new Opened(cluster, new EtcdDoor(cluster), CLOCK, null);
    Deployment deployment = new Deployment(cluster, opened.door());
    deployment.push(
        deployment.propose(practice.profile().nodes()).orElseThrow(),
        ApplyListener.none(),
        new CancelToken());
    session = new Session(opened, Bridge.direct(), new Preferences(Locale.ENGLISH));
    session.status().refresh();
    model = new NetworkViewModel(session, Words.of(Locale.ENGLISH));
    desk = model.desk();
  }

  @AfterEach
  void close() {
    session.close();
    opened.close();
    practice.close();
  }

  @Test
  void formAndTextAreOneDocument() {
    model.set(Member.VNI, "7");
    assertThat(model.text().get()).contains("\"VNI\" : 7");
    model.type("{\"Network\":\"10.253.0.0/16\",\"Odd\":1,\"Backend\":{\"Type\":\"vxlan\"}}");
    model.set(Member.PORT, "4789");
    assertThat(model.document().get().line())
        .isEqualTo(
            "{\"Network\":\"10.253.0.0/16\",\"Backend\":{\"Type\":\"vxlan\",\"Port\":4789},"
                + "\"Odd\":1}");
    assertThat(model.savable().get()).isTrue();
  }

  @Test
  void textThatIsNoJsonLeavesTheFormAndSaysWhere() {
    NetworkDocument before = model.document().get();
    model.type("{\n  \"Network\": nothing");
    assertThat(model.document().get()).isEqualTo(before);
    assertThat(model.readable().get()).isFalse();
    assertThat(model.savable().get()).isFalse();
    assertThat(model.verdict().get().light().text()).contains("line 2, column");
    model.set(Member.VNI, "9");
    assertThat(model.text().get()).as("the text stays the person's").contains("nothing");
    model.revert();
    assertThat(model.readable().get()).isTrue();
    assertThat(model.dirty().get()).isFalse();
  }

  @Test
  void eachFieldHasItsProblem() {
    model.set(Member.NETWORK, "10.253");
    model.set(Member.VNI, "0");
    assertThat(model.problems().get()).containsOnlyKeys("Network", "Backend.VNI");
    assertThat(model.savable().get()).isFalse();
    assertThat(model.verdict().get().light().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void savedItIsWhatOthersRead() {
    model.set(Member.VNI, "7");
    assertThat(model.disrupts()).isTrue();
    model.save();
    assertThat(model.state().get()).isInstanceOf(SaveState.Saved.class);
    assertThat(model.dirty().get()).isFalse();
    assertThat(stored()).contains("\"VNI\":7");
    assertThat(model.verdict().get().light().text()).startsWith("Written as revision ");
  }

  @Test
  void untouchedItFollowsEtcdAndTouchedItWaits() {
    other("{\"Network\":\"10.253.0.0/16\",\"Backend\":{\"Type\":\"vxlan\",\"VNI\":5}}");
    session.status().refresh();
    assertThat(model.document().get().value(Member.VNI)).isEqualTo("5");
    model.set(Member.PORT, "4789");
    other("{\"Network\":\"10.253.0.0/16\",\"Backend\":{\"Type\":\"vxlan\",\"VNI\":6}}");
    session.status().refresh();
    assertThat(model.document().get().value(Member.VNI)).isEqualTo("5");
    assertThat(model.overtaken().get()).isTrue();
    model.compare();
    assertThat(model.state().get()).isInstanceOf(SaveState.Conflicting.class);
    desk.merge(Map.of());
    assertThat(model.document().get().value(Member.VNI)).isEqualTo("6");
    assertThat(model.document().get().value(Member.PORT)).isEqualTo("4789");
    model.save();
    assertThat(stored()).contains("\"VNI\":6", "\"Port\":4789");
  }

  @Test
  void aConflictIsDecidedMemberByMember() {
    model.set(Member.VNI, "7");
    model.set(Member.PORT, "4789");
    other(
        "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,"
            + "\"Backend\":{\"Type\":\"vxlan\",\"VNI\":9,\"GBP\":true}}");
    model.save();
    SaveState.Conflicting conflict = (SaveState.Conflicting) model.state().get();
    assertThat(conflict.merge().conflicts()).extracting("path").containsExactly("Backend.VNI");
    assertThat(stored()).as("nothing was overwritten").contains("\"VNI\":9");
    desk.merge(Map.of());
    assertThat(model.state().get()).as("undecided").isSameAs(conflict);
    desk.merge(Map.of("Backend.VNI", Side.MINE));
    model.save();
    assertThat(model.state().get()).isInstanceOf(SaveState.Saved.class);
    assertThat(stored()).contains("\"VNI\":7", "\"Port\":4789", "\"GBP\":true");
  }

  @Test
  void whoWroteTheSameAgainIsInNobodysWay() {
    String before = stored();
    model.set(Member.VNI, "7");
    other(before);
    model.save();
    assertThat(model.state().get()).isInstanceOf(SaveState.Saved.class);
    assertThat(stored()).contains("\"VNI\":7");
  }

  @Test
  void anAnswerThatNeverCameIsToldAsADoubtAndSettledByWhatIsRead() {
    model.set(Member.VNI, "7");
    stores.silence = Silence.LOST;
    model.save();
    assertThat(model.state().get()).isInstanceOf(SaveState.InDoubt.class);
    assertThat(model.verdict().get().light().text()).contains("may or may not");
    assertThat(model.dirty().get()).isTrue();

    stores.silence = Silence.DONE;
    model.save();
    assertThat(model.state().get())
        .as("the next status finds it written")
        .isInstanceOf(SaveState.Saved.class);
    assertThat(model.dirty().get()).isFalse();
  }

  @Test
  void whileEtcdIsAwayNothingIsSavedAndNothingIsLost() {
    model.set(Member.VNI, "7");
    PracticeFault away = new PracticeFault.EtcdUnreachable();
    practice.switchOn(away);
    session.status().refresh();
    assertThat(Objects.requireNonNull(model.unreachable().get()).remedy()).isNotBlank();
    assertThat(model.savable().get()).isFalse();
    assertThat(model.document().get().value(Member.VNI)).isEqualTo("7");
    practice.switchOff(away);
    model.check();
    assertThat(model.unreachable().get()).isNull();
    assertThat(model.savable().get()).isTrue();
  }

  private String stored() {
    return Objects.requireNonNull(
            new StatusReader(opened.cluster(), opened.door()).read().etcd().orElseThrow().config())
        .raw();
  }

  private void other(String text) {
    new StatusReader(opened.cluster(), opened.door())
        .store()
        .orElseThrow()
        .putConfig(
            NetworkDocument.parse(text).orElseThrow(),
            new Expect.Anything(),
            Deadline.after(Duration.ofSeconds(5)))
        .orElseThrow();
  }

  /** What becomes of a write whose answer gets lost. */
  private enum Silence {
    LOST,
    DONE
  }

  /** Loses the answer to a write where it is told to. */
  private static final class SilentStores implements StoreConnector {

    private final StoreConnector behind;
    private @Nullable Silence silence;

    SilentStores(StoreConnector behind) {
      this.behind = behind;
    }

    @Override
    public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
      return behind.inspect(access, deadline);
    }

    @Override
    public Result<KeyStore, StoreFailure> open(
        EtcdAccess access, KeyStore.Api api, Deadline deadline) {
      return behind.open(access, api, deadline).map(this::silent);
    }

    private KeyStore silent(KeyStore store) {
      return (KeyStore)
          Proxy.newProxyInstance(
              KeyStore.class.getClassLoader(),
              new Class<?>[] {KeyStore.class},
              (_, method, arguments) -> {
                if (silence == null || !method.getName().equals("put")) {
                  return method.invoke(store, arguments);
                }
                if (silence == Silence.DONE) {
                  method.invoke(store, arguments);
                }
                return Result.ok(new WriteOutcome.InDoubt("the connection broke"));
              });
    }
  }
}
