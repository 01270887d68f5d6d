package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.profile.ProfileForm.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileFormTest {

  private static final Path HOME = Path.of("/home/op");
  private static final Path FILE = HOME.resolve("profiles/lab.yaml");

  private static final NodeForm VM01 = NodeForm.of("vm01", "10.0.0.1");

  private static final Map<Field, String> WHOLE =
      Map.of(
          Field.NAME, "lab \"one\"",
          Field.ENDPOINTS, "https://vm01:2379, https://vm02:2379",
          Field.CIDR, "10.253.0.0/16",
          Field.VERSION, "0.10.0");

  @Test
  void whatWasTypedBecomesTheProfileThatItsTextReadsBackAs() {
    NodeForm far =
        new NodeForm(
            "vm02",
            "10.0.0.2",
            "vm02.example.org",
            "ops",
            "2222",
            "ops@bastion, relay:22",
            "~/.ssh/lab",
            "always");
    Reading reading = form(Map.of(), List.of(VM01, far)).read(FILE, HOME);

    assertThat(reading.problems()).isEmpty();
    ClusterProfile profile = reading.profile();
    assertThat(profile.name()).isEqualTo("lab \"one\"");
    assertThat(profile.etcd().endpoints()).hasSize(2);
    assertThat(profile.nodes().get(1).ssh().jumps()).hasSize(2);
    assertThat(profile.nodes().get(1).ssh().identities()).containsExactly(HOME.resolve(".ssh/lab"));
    byte[] text = ProfileWriter.bytes(profile, FILE, HOME);
    assertThat(new ProfileYaml(HOME).parse(text, FILE))
        .isEqualTo(new ProfileOutcome.Loaded(profile, List.of()));
  }

  @Test
  void hopsHaveKeysOfTheirOwn() {
    List<SshAccess.Jump> hops =
        hops("ops@bastion:2222 -i ~/.ssh/bastion -i \"/keys/two words\", [fe80::1%eth0]");
    assertThat(hops)
        .containsExactly(
            new SshAccess.Jump(
                "bastion",
                2222,
                "ops",
                List.of(HOME.resolve(".ssh/bastion"), Path.of("/keys/two words"))),
            new SshAccess.Jump("fe80::1%eth0", 22, "root", List.of(HOME.resolve(".ssh/lab"))));
    assertThat(hops("[fe80::1%eth0] -i ~/.ssh/far"))
        .containsExactly(
            new SshAccess.Jump("fe80::1%eth0", 22, "root", List.of(HOME.resolve(".ssh/far"))));
  }

  private static List<SshAccess.Jump> hops(String jump) {
    Reading reading = form(Map.of(), List.of(VM01, behind(jump))).read(FILE, HOME);
    assertThat(reading.problems()).isEmpty();
    return reading.profile().nodes().get(1).ssh().jumps();
  }

  private static NodeForm behind(String jump) {
    return new NodeForm("vm02", "10.0.0.2", "", "", "", jump, "~/.ssh/lab", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-i ~/.ssh/lab", "bastion -i", "a@b:x -i ~/.ssh/lab", "bastion:0 -i k"})
  void aHopThatIsNoneIsRefusedAtItsField(String jump) {
    Reading reading = form(Map.of(), List.of(VM01, behind(jump))).read(FILE, HOME);
    assertThat(reading.at(List.of("nodes[1].ssh.jump"))).isNotEmpty().allMatch(Problem::isError);
  }

  @Test
  void eachThingThatIsWrongHasItsPath() {
    NodeForm wrong = new NodeForm("vm 2", "10.0.0.999", "", "", "many", "a@b:x", "", "");
    Reading reading =
        form(
                Map.of(
                    Field.CIDR, "10.253.1.0/16",
                    Field.SUBNET_LENGTH, "wide",
                    Field.ENDPOINTS, "",
                    Field.VERSION, "ten",
                    Field.CLIENT_CA, "vm01:/etc/ca.pem"),
                List.of(VM01, wrong))
            .read(FILE, HOME);

    assertThat(reading.problems())
        .filteredOn(Problem::isError)
        .extracting(Problem::path, Problem::code)
        .contains(
            tuple("nodes[1].name", "node-name-invalid"),
            tuple("nodes[1].ip", "ipv4-invalid"),
            tuple("nodes[1].ssh.port", "integer-expected"),
            tuple("network.cidr", "cidr-host-bits"),
            tuple("network.subnet-length", "integer-expected"),
            tuple("flannel.version", "flannel-version-invalid"),
            tuple("etcd.client.key", "key-missing"));
    assertThat(reading.at(List.of("etcd.endpoints"))).isNotEmpty();
    assertThat(reading.at(List.of("nodes[1].ssh"))).isNotEmpty();
    assertThat(reading.at(List.of("nodes[0]"))).isEmpty();
  }

  @Test
  void anAuthorityThatIsToBeNamedHasToBeNamedWhole() {
    assertThat(form(Map.of(), List.of(VM01)).read(FILE, HOME).problems()).isEmpty();
    assertThat(form(Map.of(Field.CA_CERTIFICATE, ""), List.of(VM01)).read(FILE, HOME).problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "certificates.ca.certificate", "certificates.ca.key", "certificates.ca.config");
  }

  @Test
  void anotherNetworkIsTakenWithAllItsOptions() {
    NetworkConfig found =
        NetworkConfig.of(
            Cidr.of("10.9.0.0/16"),
            25,
            new Backend("vxlan", new TreeMap<>(Map.of("VNI", 7, "DirectRouting", true))));
    Reading reading = form(Map.of(), List.of(VM01)).with(found).read(FILE, HOME);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.profile().network()).isEqualTo(found);
  }

  @Test
  void linesOfManyKindsAreNodes() {
    assertThat(
            NodeForm.parse(
                """
                # the lab
                172.16.16.81 vm01
                vm02;172.16.16.82;ops@172.16.16.82:2222
                172.16.16.83
                vm04  ops@relay.example.org
                """))
        .containsExactly(
            NodeForm.of("vm01", "172.16.16.81"),
            new NodeForm("vm02", "172.16.16.82", "", "ops", "2222", "", "", ""),
            NodeForm.of("", "172.16.16.83"),
            new NodeForm("vm04", "", "relay.example.org", "ops", "", "", "", ""));
  }

  @Test
  void theWayOfADraftsNodeIsTheFormsToo() {
    Path key = Path.of("/home/op/two words/id");
    SshAccess ssh =
        new SshAccess(
            "vm02.example.org",
            22,
            "ops",
            List.of(key),
            List.of(
                new SshAccess.Jump("bastion", 2222, "gate", List.of(HOME.resolve(".ssh/gate"))),
                new SshAccess.Jump("fe80::1", 22, "gate", List.of(key, HOME.resolve("a,b"))),
                new SshAccess.Jump("relay", 22, "ops", List.of(key))),
            SudoMode.ALWAYS);
    ProfileDraft draft =
        ProfileDraft.ofNodes(
            List.of(new ProfileDraft.Node(new NodeId("vm02"), Ipv4Address.of("10.0.0.2"), ssh)),
            List.of());
    Reading reading = form(Map.of(), List.of(VM01)).with(draft).read(FILE, HOME);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.profile().nodes().get(1).ssh()).isEqualTo(ssh);
  }

  @Test
  void aDraftAddsTheNodesThatAreNotThereYet() {
    ProfileDraft draft =
        ProfileDraft.ofNodes(
            List.of(
                ProfileDraft.node(new NodeId("10.0.0.1"), Ipv4Address.of("10.0.0.1")),
                ProfileDraft.node(new NodeId("vm02"), Ipv4Address.of("10.0.0.2"))),
            List.of());
    assertThat(form(Map.of(), List.of(VM01)).with(draft).nodes())
        .containsExactly(VM01, NodeForm.of("vm02", "10.0.0.2"));
  }

  private static ProfileForm form(Map<Field, String> other, List<NodeForm> nodes) {
    Map<Field, String> values = new EnumMap<>(WHOLE);
    values.putAll(other);
    return new ProfileForm(values, Map.of(), nodes);
  }
}
