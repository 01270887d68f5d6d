package org.flannelboard.cluster;

/**
 * Where flannel's files live on a node.
 *
 * @param binaries directory of {@code flanneld} and {@code mk-docker-opts.sh}
 * @param ssl directory of flannel's certificate and key
 * @param options the environment file with flanneld's arguments
 * @param unit flanneld's systemd unit file
 * @param etcdCa the CA certificate flanneld verifies etcd with
 * @param dockerOptions the file {@code mk-docker-opts.sh} writes for docker
 * @param subnetEnv the file flanneld writes after it has its lease
 * @param state directory of Flannelboard's journal and kept files
 */
public record Paths(
    RemotePath binaries,
    RemotePath ssl,
    RemotePath options,
    RemotePath unit,
    RemotePath etcdCa,
    RemotePath dockerOptions,
    RemotePath subnetEnv,
    RemotePath state) {

  /** The guide's paths. */
  public static Paths guide() {
    return new Paths(
        RemotePath.of("/usr/bin"),
        RemotePath.of("/etc/flanneld/ssl"),
        RemotePath.of("/etc/flanneld/flanneld"),
        RemotePath.of("/usr/lib/systemd/system/flanneld.service"),
        RemotePath.of("/etc/kubernetes/ssl/ca.pem"),
        RemotePath.of("/run/flannel/docker"),
        RemotePath.of("/run/flannel/subnet.env"),
        RemotePath.of("/var/lib/flannelboard"));
  }

  public RemotePath flanneld() {
    return binaries.child("flanneld");
  }

  public RemotePath mkDockerOpts() {
    return binaries.child("mk-docker-opts.sh");
  }

  public RemotePath certificate() {
    return ssl.child("flannel.pem");
  }

  public RemotePath key() {
    return ssl.child("flannel-key.pem");
  }
}
