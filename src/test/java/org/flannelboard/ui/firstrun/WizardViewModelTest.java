package org.flannelboard.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdScout;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.DirectTaskRunner;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.Windowless;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.NewCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The wizard's judgements, without a window, on a cluster where flannel runs already. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WizardViewModelTest {

  @TempDir private Path home;

  private final List<Path> finished = new ArrayList<>();
  private final List<List<String>> cancelled = new ArrayList<>();
  private Windowless deployed;

  @BeforeAll
  void deploy() {
    deployed = new Windowless(3);
  }

  @AfterAll
  void close() {
    deployed.close();
  }

  @Test
  void whatRunsAlreadyIsFoundAndTakenOver() {
    WizardViewModel model = model(new DirectTaskRunner(), (profile, _) -> visit(profile));
    model.paste(hosts());
    assertThat(model.next()).isTrue();
    assertThat(model.isDone(Step.ACCESS)).as("gone through").isFalse();
    assertThat(model.access().seen(model.profile().nodes())).hasSize(3);

    assertThat(model.next()).isTrue();
    assertThat(model.isDone(Step.ACCESS)).isTrue();
    assertThat(model.profile().etcd().endpoints())
        .as("by the word of flanneld")
        .isEqualTo(deployed.practice.profile().etcd().endpoints());
    model.etcd().tryOut(model.profile());
    assertThat(model.etcd().test().get())
        .isInstanceOfSatisfying(
            Asked.Answered.class,
            it -> assertThat(((EtcdScout.Sighting) it.value()).inUse()).hasSize(1));

    assertThat(model.next()).isTrue();
    assertThat(model.problems(Step.NETWORK)).as("flannel's own are no others").isEmpty();
    model.form().field(Field.CIDR).set("172.16.0.0/12");
    assertThat(model.problems(Field.CIDR))
        .extracting(Problem::code)
        .contains("network-covers-node", "network-overlaps");
    assertThat(model.next()).isFalse();
    model.take(deployed.practice.profile().network());
    assertThat(model.next()).isTrue();
  }

  @Test
  void anAnswerAboutAnotherEtcdIsForgotten() {
    WizardViewModel model = model(new DirectTaskRunner(), (profile, _) -> visit(profile));
    model.paste(hosts());
    model.go(Step.ETCD);
    model.etcd().tryOut(model.profile());
    assertThat(model.etcd().test().get()).isInstanceOf(Asked.Answered.class);
    model.form().field(Field.PREFIX).set("/other");
    assertThat(model.etcd().test().get()).isInstanceOf(Asked.Not.class);
  }

  @Test
  void leasesOfARunningEtcdBecomeNodes() {
    WizardViewModel model = model(new DirectTaskRunner(), (profile, _) -> visit(profile));
    model.form().field(Field.ENDPOINTS).set("https://vm01:2379");
    model.paste(hosts().lines().findFirst().orElseThrow());
    model.imports().source().set(ImportViewModel.Source.ETCD);
    model.imports().read(model.profile());
    assertThat(model.imports().state().get()).isInstanceOf(Asked.Answered.class);
    assertThat(model.profile().nodes())
        .extracting(it -> it.ip().toString())
        .as("the one that was there is not there twice")
        .containsExactlyElementsOf(
            deployed.practice.profile().nodes().stream().map(it -> it.ip().toString()).toList());
  }

  @Test
  void theAuthorityIsOnTheFirstNodeUnlessAnotherIsNamed() {
    WizardViewModel model = model(new DirectTaskRunner(), (profile, _) -> visit(profile));
    model.paste(hosts());
    model.authority().whereabouts().set(AuthorityViewModel.Whereabouts.HERE);
    assertThat(model.isSound(Step.AUTHORITY)).isFalse();
    assertThat(model.problems(Field.CA_KEY)).as("waits for its first text").isEmpty();
    model.authority().whereabouts().set(AuthorityViewModel.Whereabouts.NODE);
    assertThat(model.profile().certificates().ca())
        .isEqualTo(deployed.practice.profile().certificates().ca());
    model.authority().read(model.profile());
    assertThat(model.authority().state().get()).isInstanceOf(Asked.Answered.class);
    model.form().field(Field.CA_NODE).set("vm09");
    assertThat(model.authority().state().get()).isInstanceOf(Asked.Not.class);
    assertThat(model.isSound(Step.AUTHORITY)).isFalse();
  }

  @Test
  void lookingIsStoppedAndNothingIsLeft() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    WizardViewModel model =
        model(
            new VirtualThreadRunner(),
            (_, _) -> {
              begun.countDown();
              return untilInterrupted();
            });
    model.paste(hosts());
    assertThat(model.next()).isTrue();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(model.access().busy().get()).isTrue();
    model
        .access()
        .busy()
        .addListener(
            (_, _, busy) -> {
              if (!busy) {
                ended.countDown();
              }
            });
    model.cancel();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled).containsExactly(List.of());
    assertThat(home).isEmptyDirectory();
  }

  private static Cluster untilInterrupted() {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private WizardViewModel model(TaskRunner tasks, NewCluster.Visits visits) {
    return new WizardViewModel(
        new NewCluster(
            new ProfileCatalog(new ProfileLocations("Linux", Map.of(), home, home)),
            visits,
            tasks,
            Bridge.direct(),
            new NewCluster.Ends(finished::add, cancelled::add)));
  }

  private Cluster visit(ClusterProfile profile) {
    Cluster cluster =
        new Cluster(
            profile,
            new Cluster.Adapters(deployed.practice.nodes(), deployed.practice.etcd()),
            new Cluster.Surroundings(
                new DirectTaskRunner(),
                InstantSource.system(),
                Pause.system(),
                new SecureRandom()));
    cluster.restrict();
    return cluster;
  }

  private String hosts() {
    StringBuilder lines = new StringBuilder();
    for (NodeSpec node : deployed.practice.profile().nodes()) {
      lines.append(node.ip()).append('\t').append(node.id()).append('\n');
    }
    return lines.toString();
  }
}
