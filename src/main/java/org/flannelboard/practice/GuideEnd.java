package org.flannelboard.practice;

import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.Paths;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.node.Content;
import org.flannelboard.node.UnitVerb;

/**
 * The state in which the guide ends, reached the way the guide reaches it: configuration written to
 * etcd, files put in place, units reloaded, enabled and started. That pings are answered afterwards
 * is the nodes' own doing.
 */
final class GuideEnd {

  private static final String FLANNELD = "flanneld.service";

  private final World world;
  private final ClusterProfile profile;
  private final PracticeIdentity identity;

  GuideEnd(World world, ClusterProfile profile, PracticeIdentity identity) {
    this.world = world;
    this.profile = profile;
    this.identity = identity;
  }

  /** Carries out the guide. */
  void reach() {
    String config = NetworkConfigJson.write(profile.network());
    String key = profile.etcd().prefix() + "/config";
    world.etcd().space(Api.V2).put(key, config, new Expect.Anything(), null, world.now());
    Files files = new Files(profile, identity);
    world.machines().forEach(machine -> deploy(machine, files));
  }

  private void deploy(Machine machine, Files files) {
    Paths paths = profile.paths();
    FileTree tree = machine.files();
    tree.write(paths.flanneld().text(), PracticeRelease.FLANNELD, 0755, world.now());
    tree.write(paths.mkDockerOpts().text(), PracticeRelease.MK_DOCKER_OPTS, 0755, world.now());
    tree.write(paths.certificate().text(), files.certificate, 0644, world.now());
    tree.write(paths.key().text(), files.key, 0600, world.now());
    tree.write(paths.options().text(), files.options, 0644, world.now());
    tree.write(paths.unit().text(), files.unit, 0644, world.now());
    boolean knowsVariable =
        tree.text("/usr/lib/systemd/system/" + GuideStart.DOCKER)
            .filter(text -> text.contains("$DOCKER_NETWORK_OPTIONS"))
            .isPresent();
    tree.write(
        UnitDefinition.ADMIN + "/" + GuideStart.DOCKER + ".d/flannel.conf",
        knowsVariable ? files.dropIn : files.dropInWithCommand,
        0644,
        world.now());
    Systemd systemd = machine.systemd();
    systemd.reload();
    systemd.control(UnitVerb.ENABLE, FLANNELD);
    systemd.control(UnitVerb.START, FLANNELD);
    systemd.control(UnitVerb.ENABLE, GuideStart.DOCKER);
    systemd.control(UnitVerb.RESTART, GuideStart.DOCKER);
  }

  /** What is put on every node. */
  private static final class Files {
    private final Content certificate;
    private final Content key;
    private final Content options;
    private final Content unit;
    private final Content dropIn;
    private final Content dropInWithCommand;

    Files(ClusterProfile profile, PracticeIdentity identity) {
      Paths paths = profile.paths();
      certificate = Content.of(identity.certPem());
      key = Content.of(identity.keyPem().revealText());
      options =
          Content.of(
              """
              FLANNEL_ETCD_ENDPOINTS="%s"
              FLANNEL_ETCD_PREFIX="%s"
              FLANNEL_OPTIONS=" -etcd-cafile=%s -etcd-certfile=%s -etcd-keyfile=%s"
              """
                  .formatted(
                      String.join(
                          ",", profile.etcd().endpoints().stream().map(Object::toString).toList()),
                      profile.etcd().prefix(),
                      paths.etcdCa(),
                      paths.certificate(),
                      paths.key()));
      unit =
          Content.of(
              """
              [Unit]
              Description=Flanneld overlay address etcd agent
              After=network.target
              After=network-online.target
              Wants=network-online.target
              After=etcd.service
              Before=docker.service

              [Service]
              Type=notify
              EnvironmentFile=%s
              EnvironmentFile=-/etc/sysconfig/docker-network
              ExecStart=%s -etcd-endpoints=${FLANNEL_ETCD_ENDPOINTS} -etcd-prefix=${FLANNEL_ETCD_PREFIX} $FLANNEL_OPTIONS
              ExecStartPost=%s -k DOCKER_NETWORK_OPTIONS -d %s
              Restart=on-failure

              [Install]
              WantedBy=multi-user.target
              RequiredBy=docker.service
              """
                  .formatted(
                      paths.options(),
                      paths.flanneld(),
                      paths.mkDockerOpts(),
                      paths.dockerOptions()));
      String head =
          "[Unit]\nAfter=flanneld.service\n\n[Service]\nEnvironmentFile=-%s\n"
              .formatted(paths.dockerOptions());
      dropIn = Content.of(head);
      dropInWithCommand =
          Content.of(
              head
                  + "ExecStart=\n"
                  + "ExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS $DOCKER_NETWORK_OPTIONS\n");
    }
  }
}
