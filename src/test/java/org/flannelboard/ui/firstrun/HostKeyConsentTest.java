package org.flannelboard.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.DirectTaskRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.etcd.EtcdStoreConnector;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import org.flannelboard.ssh.TestServer;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.NewCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose host key comes into known_hosts, by real SSH: theirs alone who were accepted. */
class HostKeyConsentTest {

  @TempDir private Path home;

  @Test
  void aKeyIsWrittenDownWhenItWasAcceptedAndNotBefore() throws Exception {
    KeyPair login = TestServer.keyPair("ed25519");
    TestServer.write(home.resolve("id"), login, null);
    Path knownHosts = home.resolve(".ssh/known_hosts");
    Files.createDirectory(home.resolve(".ssh"));
    try (TestServer first = server(login);
        TestServer second = server(login)) {
      WizardViewModel model = model();
      model.form().field(Field.IDENTITY).set("~/id");
      model.paste(
          """
          vm01 127.0.0.1 admin@127.0.0.1:%d
          vm02 127.0.0.2 admin@127.0.0.1:%d
          """
              .formatted(first.port(), second.port()));
      assertThat(model.next()).as("%s", model.problems(Step.NODES)).isTrue();

      List<NodeSpec> nodes = model.profile().nodes();
      List<NodeFailure.HostKeyUnknown> strangers = model.access().strangers(nodes);
      assertThat(strangers).hasSize(2);
      assertThat(knownHosts).doesNotExist();

      model.access().accept(strangers.subList(0, 1), model.profile());
      assertThat(knownHosts)
          .content()
          .startsWith("[127.0.0.1]:" + first.port() + " ssh-ed25519 ")
          .hasLineCount(1);
      assertThat(model.access().of(nodes.get(0))).isNotInstanceOf(NodeCheck.Stranger.class);
      assertThat(model.access().of(nodes.get(1))).isInstanceOf(NodeCheck.Stranger.class);
      assertThat(model.access().accepted()).containsExactly("127.0.0.1:" + first.port());

      String theFirst = Files.readString(knownHosts);
      Files.writeString(knownHosts, theFirst.replace(":" + first.port(), ":" + second.port()));
      model.look();
      assertThat(model.access().of(nodes.get(1)))
          .isInstanceOfSatisfying(
              NodeCheck.Failed.class,
              it -> assertThat(it.failure()).isInstanceOf(NodeFailure.HostKeyChanged.class));
      assertThat(model.access().strangers(nodes)).isEmpty();
    }
  }

  private static TestServer server(KeyPair login) throws IOException {
    TestServer server = new TestServer(TestServer.keyPair("ed25519"));
    server.authorize(login.getPublic());
    return server.start();
  }

  private WizardViewModel model() {
    return new WizardViewModel(
        new NewCluster(
            new ProfileCatalog(new ProfileLocations("Linux", Map.of(), home, home)),
            this::visit,
            new DirectTaskRunner(),
            Bridge.direct(),
            new NewCluster.Ends(_ -> {}, _ -> {})));
  }

  private Cluster visit(ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
    SshSettings settings =
        new SshSettings(List.of(profile.knownHosts()), List.of(), null, Duration.ofSeconds(1), 2);
    SshNodeConnector nodes =
        new SshNodeConnector(
            settings, new Accepted(trusted), NodeActivity.unobserved(), PosixNodeOps::new);
    EtcdStoreConnector noEtcd =
        new EtcdStoreConnector(
            _ -> {
              throw new AssertionError("etcd is not asked");
            },
            _ -> {
              throw new AssertionError("etcd is not asked");
            });
    return new Cluster(
        profile,
        new Cluster.Adapters(nodes, noEtcd),
        new Cluster.Surroundings(
            new DirectTaskRunner(), InstantSource.system(), Pause.system(), new SecureRandom()));
  }

  private record Accepted(Predicate<NodeQuestions.UnknownHost> trusted) implements NodeQuestions {

    @Override
    public boolean trust(UnknownHost host) {
      return trusted.test(host);
    }

    @Override
    public Optional<Secret> secret(SecretRequest request) {
      return Optional.empty();
    }
  }
}
