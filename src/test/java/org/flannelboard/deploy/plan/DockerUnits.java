package org.flannelboard.deploy.plan;

/** Docker's unit files as they are found in the field. */
final class DockerUnits {

  /** CentOS 7's, as the guide begins with it. */
  static final String CENTOS =
      """
      [Unit]
      Description=Docker Application Container Engine
      Documentation=http://docs.docker.com
      After=network.target rhel-push-plugin.socket registries.service
      Wants=docker-storage-setup.service
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
                --add-runtime docker-runc=/usr/libexec/docker/docker-runc-current \\
                --default-runtime=docker-runc \\
                $OPTIONS \\
                $DOCKER_STORAGE_OPTIONS \\
                $DOCKER_NETWORK_OPTIONS \\
                $ADD_REGISTRY \\
                $REGISTRIES
      ExecReload=/bin/kill -s HUP $MAINPID
      KillMode=process

      [Install]
      WantedBy=multi-user.target
      """;

  /** The same after the guide. */
  static final String CENTOS_AFTER_THE_GUIDE =
      CENTOS
          .replace("registries.service\n", "registries.service flanneld.service\n")
          .replace(
              "#EnvironmentFile=-/etc/sysconfig/docker-network",
              "EnvironmentFile=-/run/flannel/docker");

  /** Debian's, which knows no variable for the network. */
  static final String DEBIAN =
      """
      [Unit]
      Description=Docker Application Container Engine
      After=network-online.target docker.socket firewalld.service
      Requires=docker.socket

      [Service]
      Type=notify
      EnvironmentFile=-/etc/default/docker
      ExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS
      Restart=always

      [Install]
      WantedBy=multi-user.target
      """;

  static final String DEBIAN_AFTER =
      DEBIAN
          .replace("firewalld.service\n", "firewalld.service flanneld.service\n")
          .replace("[Service]\n", "[Service]\nEnvironmentFile=-/run/flannel/docker\n")
          .replace("$DOCKER_OPTS\n", "$DOCKER_OPTS $DOCKER_NETWORK_OPTIONS\n");

  private DockerUnits() {}
}
