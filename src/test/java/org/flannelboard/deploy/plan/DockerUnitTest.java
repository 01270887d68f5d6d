package org.flannelboard.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.deploy.plan.DockerUnits.CENTOS;
import static org.flannelboard.deploy.plan.DockerUnits.CENTOS_AFTER_THE_GUIDE;
import static org.flannelboard.deploy.plan.DockerUnits.DEBIAN;
import static org.flannelboard.deploy.plan.DockerUnits.DEBIAN_AFTER;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.UnitState.UnitFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker's unit says, what it lacks, and both ways to add it. */
class DockerUnitTest {

  private static final RemotePath OPTIONS = Paths.guide().dockerOptions();

  @Test
  void centosPassesTheVariableAlready() {
    DockerUnit unit = read(CENTOS);
    assertThat(unit.after()).isFalse();
    assertThat(unit.reads()).isFalse();
    assertThat(unit.passes()).isTrue();
    assertThat(unit.dropIn(OPTIONS))
        .isEqualTo(
            """
            # Written by Flannelboard: docker takes its network from flannel.
            [Unit]
            After=flanneld.service

            [Service]
            EnvironmentFile=-/run/flannel/docker
            """);
  }

  @Test
  void debianNeedsItsCommandAgainWithTheVariable() {
    DockerUnit unit = read(DEBIAN);
    assertThat(unit.passes()).isFalse();
    assertThat(unit.dropIn(OPTIONS))
        .isEqualTo(
            """
            # Written by Flannelboard: docker takes its network from flannel.
            [Unit]
            After=flanneld.service

            [Service]
            EnvironmentFile=-/run/flannel/docker
            ExecStart=
            ExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS $DOCKER_NETWORK_OPTIONS
            """);
  }

  @Test
  void theDropInMakesTheUnitComplete() {
    for (String text : List.of(CENTOS, DEBIAN)) {
      assertThat(read(text).complete()).isFalse();
      assertThat(read(text, read(text).dropIn(OPTIONS)).complete()).isTrue();
    }
  }

  @Test
  void onlyWhatIsMissingIsAdded() {
    DockerUnit unit = read(DEBIAN, "[Unit]\nAfter=x.service flanneld.service\n");
    assertThat(unit.dropIn(OPTIONS)).doesNotContain("[Unit]").contains("[Service]");
    assertThat(
            read(CENTOS.replace("#EnvironmentFile=-/etc/sysconfig/docker-network", READS))
                .dropIn(OPTIONS))
        .endsWith("[Unit]\nAfter=flanneld.service\n\n");
  }

  @Test
  void somebodyElsesDropInThatDoesItAllIsEnough() {
    assertThat(
            read(
                    DEBIAN,
                    "[Unit]\nAfter=flanneld.service\n[Service]\n" + READS + "\nExecStart=\n",
                    "[Service]\nExecStart=/usr/sbin/dockerd $DOCKER_NETWORK_OPTIONS\n")
                .complete())
        .isTrue();
  }

  @Test
  void aResetTakesBackWhatStoodBefore() {
    assertThat(read(CENTOS_AFTER_THE_GUIDE, "[Service]\nEnvironmentFile=\n").reads()).isFalse();
    assertThat(read(CENTOS, "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd\n").passes())
        .isFalse();
  }

  @Test
  void afterCannotBeTakenBack() {
    assertThat(read(CENTOS_AFTER_THE_GUIDE, "[Unit]\nAfter=\n").after()).isTrue();
  }

  @Test
  void moreThanOneCommandIsNone() {
    assertThat(read("[Service]\nExecStart=/bin/a\nExecStart=/bin/b\n").execStart()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bip=172.30.0.1/16", "--bip 172.30.0.1/16"})
  void aBipOfItsOwnIsSeen(String option) {
    assertThat(read(DEBIAN.replace("$DOCKER_OPTS", option)).ownBip()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bip6=fd00::1/64", "--bridge=br0", "x--bip"})
  void whatMerelyLooksLikeBipIsNot(String option) {
    assertThat(read(DEBIAN.replace("$DOCKER_OPTS", option)).ownBip()).isEmpty();
  }

  @Test
  void inPlaceTheResultIsTheGuidesOwn() {
    assertThat(edit(CENTOS)).isEqualTo(CENTOS_AFTER_THE_GUIDE);
    assertThat(edit(DEBIAN)).isEqualTo(DEBIAN_AFTER);
  }

  @Test
  void aSecondEditChangesNothing() {
    for (String text : List.of(CENTOS, DEBIAN)) {
      String once = edit(text);
      assertThat(read(once).complete()).isTrue();
      assertThat(edit(once)).isEqualTo(once);
    }
  }

  @Test
  void theLineTheGuideReplacesMayBeInForceAlready() {
    String text = CENTOS.replace("#EnvironmentFile", "EnvironmentFile");
    assertThat(edit(text)).isEqualTo(CENTOS_AFTER_THE_GUIDE);
  }

  @Test
  void theEndOfTheFileStaysAsItIs() {
    String withoutLineFeed = DEBIAN.stripTrailing();
    assertThat(edit(withoutLineFeed)).isEqualTo(DEBIAN_AFTER.stripTrailing());
    assertThat(edit(DEBIAN + "\n\n")).isEqualTo(DEBIAN_AFTER + "\n\n");
  }

  @Test
  void aMissingSectionIsAdded() {
    String edited = edit("[Service]\nExecStart=/usr/bin/dockerd\n");
    assertThat(edited)
        .isEqualTo(
            """
            [Service]
            EnvironmentFile=-/run/flannel/docker
            ExecStart=/usr/bin/dockerd $DOCKER_NETWORK_OPTIONS
            [Unit]
            After=flanneld.service
            """);
    assertThat(read(edited).complete()).isTrue();
  }

  private static final String READS = "EnvironmentFile=-/run/flannel/docker";

  private static String edit(String text) {
    return DockerUnitEdit.apply(text, read(text), OPTIONS);
  }

  private static DockerUnit read(String... texts) {
    List<UnitFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(new UnitFile(RemotePath.of("/etc/systemd/system/" + files.size()), text));
    }
    return DockerUnit.read(files, OPTIONS);
  }
}
