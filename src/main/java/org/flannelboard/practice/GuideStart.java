package org.flannelboard.practice;

import java.time.Instant;
import java.util.List;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Content;
import org.flannelboard.node.Observation.Container;
import org.flannelboard.node.Observation.HostFacts;
import org.flannelboard.node.UnitVerb;

/**
 * The state in which the guide begins: docker installed, etcd serving, the authority's files in
 * place, and nothing of flannel yet. The first three nodes are CentOS 7 with the guide's own docker
 * unit, the others Debian 12 with a unit that knows no {@code $DOCKER_NETWORK_OPTIONS}.
 */
final class GuideStart {

  /** How many nodes carry an etcd member, as the guide's endpoints say. */
  static final int ETCD_MEMBERS = 3;

  static final String DOCKER = "docker.service";

  /** What runs on the second node. */
  static final Container CONTAINER = new Container("3f9c1a7be2d4", "web", "nginx:1.25");

  private static final int CENTOS_NODES = 3;
  private static final String UNITS = "/usr/lib/systemd/system/";
  private static final String SSL = "/etc/kubernetes/ssl/";

  private static final HostFacts CENTOS =
      new HostFacts("", "CentOS Linux 7 (Core)", "3.10.0-1160.el7.x86_64", "x86_64", 219);
  private static final HostFacts DEBIAN =
      new HostFacts("", "Debian GNU/Linux 12 (bookworm)", "6.1.0-28-amd64", "x86_64", 252);

  private static final Content DOCKERD = program("dockerd");
  private static final Content ETCD = program("etcd");

  private static final Content CENTOS_DOCKER =
      Content.of(
          """
          [Unit]
          Description=Docker Application Container Engine
          Documentation=http://docs.docker.com
          After=network.target
          Requires=docker-cleanup.timer

          [Service]
          Type=notify
          NotifyAccess=all
          EnvironmentFile=-/run/containers/registries.conf
          EnvironmentFile=-/etc/sysconfig/docker
          EnvironmentFile=-/etc/sysconfig/docker-storage
          #EnvironmentFile=-/etc/sysconfig/docker-network
          Environment=GOTRACEBACK=crash
          ExecStart=/usr/bin/dockerd-current \\
                  --default-runtime=docker-runc \\
                  --exec-opt native.cgroupdriver=systemd \\
                  $OPTIONS \\
                  $DOCKER_STORAGE_OPTIONS \\
                  $DOCKER_NETWORK_OPTIONS \\
                  $ADD_REGISTRY \\
                  $REGISTRIES
          ExecReload=/bin/kill -s HUP $MAINPID
          Restart=on-abnormal
          KillMode=process

          [Install]
          WantedBy=multi-user.target
          """);

  private static final Content DEBIAN_DOCKER =
      Content.of(
          """
          [Unit]
          Description=Docker Application Container Engine
          Documentation=https://docs.docker.com
          After=network-online.target docker.socket
          Wants=network-online.target
          Requires=docker.socket

          [Service]
          Type=notify
          EnvironmentFile=-/etc/default/docker
          ExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS
          ExecReload=/bin/kill -s HUP $MAINPID
          Restart=on-failure
          KillMode=process

          [Install]
          WantedBy=multi-user.target
          """);

  private static final Content CLEANUP_TIMER =
      Content.of("[Unit]\nDescription=Run docker-cleanup every hour\n[Timer]\nOnCalendar=hourly\n");

  private static final Content DOCKER_SOCKET =
      Content.of(
          """
          [Unit]
          Description=Docker Socket for the API
          [Socket]
          ListenStream=/run/docker.sock
          [Install]
          WantedBy=sockets.target
          """);

  private static final Content ETCD_UNIT =
      Content.of(
          """
          [Unit]
          Description=Etcd Server
          After=network.target

          [Service]
          Type=notify
          ExecStart=/usr/bin/etcd --enable-v2=true --client-cert-auth
          Restart=on-failure

          [Install]
          WantedBy=multi-user.target
          """);

  private GuideStart() {}

  /** A machine with nothing on it yet. */
  static Machine machine(NodeSpec spec, int index, World world) {
    HostFacts kind = index < CENTOS_NODES ? CENTOS : DEBIAN;
    HostFacts host =
        new HostFacts(
            spec.id().name(),
            kind.operatingSystem(),
            kind.kernel(),
            kind.architecture(),
            kind.systemd());
    return new Machine(spec, host, world, Programs.of(world));
  }

  /** Installs what the guide takes for granted, and starts what runs already. */
  static void furnish(World world, PracticeCa ca) {
    Content certificate = Content.of(ca.certPem());
    List<Machine> machines = world.machines();
    for (int i = 0; i < machines.size(); i++) {
      Machine machine = machines.get(i);
      Instant now = world.now();
      List.of("/etc", "/run", "/tmp", "/usr/bin", "/usr/sbin", "/var/lib", "/root")
          .forEach(machine.files()::makeDirectories);
      machine.files().write(SSL + "ca.pem", certificate, 0644, now);
      docker(machine, i, now);
      if (i < ETCD_MEMBERS) {
        etcd(machine, now);
      }
    }
    FileTree first = machines.getFirst().files();
    first.write(SSL + "ca-key.pem", Content.of(ca.keyPem().revealText()), 0600, world.now());
    first.write(SSL + "ca-config.json", Content.of(ca.configJson()), 0644, world.now());
  }

  private static void docker(Machine machine, int index, Instant now) {
    FileTree files = machine.files();
    if (index < CENTOS_NODES) {
      files.write("/usr/bin/dockerd-current", DOCKERD, 0755, now);
      files.write(UNITS + DOCKER, CENTOS_DOCKER, 0644, now);
      files.write(UNITS + "docker-cleanup.timer", CLEANUP_TIMER, 0644, now);
    } else {
      files.write("/usr/sbin/dockerd", DOCKERD, 0755, now);
      files.write(UNITS + DOCKER, DEBIAN_DOCKER, 0644, now);
      files.write(UNITS + "docker.socket", DOCKER_SOCKET, 0644, now);
    }
    boolean running = index % 2 == 1;
    if (running) {
      machine.systemd().control(UnitVerb.ENABLE, DOCKER);
      machine.systemd().control(UnitVerb.START, DOCKER);
    }
    if (index == 1) {
      machine.run(CONTAINER);
    }
  }

  private static void etcd(Machine machine, Instant now) {
    machine.files().write("/usr/bin/etcd", ETCD, 0755, now);
    machine.files().write(UNITS + Etcd.UNIT, ETCD_UNIT, 0644, now);
    machine.systemd().control(UnitVerb.ENABLE, Etcd.UNIT);
    machine.systemd().control(UnitVerb.START, Etcd.UNIT);
  }

  private static Content program(String name) {
    return Content.of("#!/bin/false\n# The practice cluster's " + name + ": a name, no program.\n");
  }
}
