package org.flannelboard.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.flannelboard.app.EtcdScout;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.profile.ProfileDraft;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Draft a profile from what other programs know of the cluster.",
    mixinStandardHelpOptions = true)
final class ImportCommand extends CommandGroup {

  /** Where a draft goes. */
  static final class Target {
    @Option(
        names = "--to",
        paramLabel = "FILE",
        description = "The profile to write; never overwritten. Without it the text is printed.")
    @Nullable Path file;
  }

  @Command(
      name = "env-sh",
      description = "From the guide's env.sh; nothing in it is run.",
      mixinStandardHelpOptions = true)
  static final class EnvSh implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(paramLabel = "FILE", description = "The env.sh.")
    Path file = Path.of("env.sh");

    @Mixin final Target target = new Target();

    EnvSh(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return new DraftPrinter(invocation, target.file)
          .print(invocation.context().catalog().imports().envSh(file));
    }
  }

  @Command(
      name = "ssh-config",
      description = "From OpenSSH's client configuration; nothing in it is run.",
      mixinStandardHelpOptions = true)
  static final class SshConfig implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        paramLabel = "HOST",
        arity = "0..*",
        description = "The hosts that are nodes; without any, all that are named outright.")
    List<String> hosts = List.of();

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The configuration (default ~/.ssh/config).")
    @Nullable Path file;

    @Mixin final Target target = new Target();

    SshConfig(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return new DraftPrinter(invocation, target.file)
          .print(invocation.context().catalog().imports().sshConfig(file, hosts));
    }
  }

  @Command(
      name = "ansible",
      description = "From an Ansible inventory, INI or YAML; nothing in it is run.",
      mixinStandardHelpOptions = true)
  static final class Ansible implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(paramLabel = "FILE", description = "The inventory.")
    Path file = Path.of("hosts");

    @Option(names = "--group", paramLabel = "G", description = "Only the hosts of this group.")
    @Nullable String group;

    @Mixin final Target target = new Target();

    Ansible(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return new DraftPrinter(invocation, target.file)
          .print(invocation.context().catalog().imports().ansible(file, group));
    }
  }

  @Command(
      name = "etcd",
      description = "From the leases of a running etcd; without --endpoint, the cluster's own.",
      mixinStandardHelpOptions = true)
  static final class Etcd implements Callable<Integer> {

    private final Invocation invocation;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        split = ",",
        description = "A client URL, for example https://vm01:2379; several times for several.")
    List<URI> endpoints = List.of();

    @Option(
        names = "--prefix",
        paramLabel = "KEY",
        defaultValue = "/kubernetes/network",
        description = "Flannel's prefix (default ${DEFAULT-VALUE}).")
    String prefix = "/kubernetes/network";

    /** All three or none: half of an identity proves nothing. */
    static final class Client {
      @Option(names = "--ca", required = true, description = "The CA that signed etcd's.")
      Path ca = Path.of("ca.pem");

      @Option(names = "--cert", required = true, description = "A client certificate.")
      Path certificate = Path.of("flannel.pem");

      @Option(names = "--key", required = true, description = "Its private key.")
      Path key = Path.of("flannel-key.pem");

      EtcdSpec.ClientFiles files() {
        return new EtcdSpec.ClientFiles(local(ca), local(certificate), local(key));
      }

      private static FileRef local(Path file) {
        return new FileRef.Local(file.toAbsolutePath().normalize());
      }
    }

    @ArgGroup(exclusive = false)
    @Nullable Client client;

    @Mixin final Target target = new Target();

    Etcd(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      DraftPrinter printer = new DraftPrinter(invocation, target.file);
      return endpoints.isEmpty()
          ? invocation.withCluster(opened -> look(opened, printer))
          : invocation.withCluster(provisional(), opened -> look(opened, printer));
    }

    private static Result<ExitCode, Failure> look(Invocation.Opened opened, DraftPrinter printer) {
      EtcdScout scout = new EtcdScout(opened.cluster());
      Result<ProfileDraft, Failure> draft = scout.look().map(scout::draft);
      return draft.flatMap(printer::written);
    }

    /** A profile that says where etcd is, and of no node. */
    private ClusterProfile provisional() {
      Path file = target.file == null ? Path.of("cluster.yaml") : target.file;
      ClusterProfile guide = invocation.context().catalog().guide(file);
      return new ClusterProfile(
          guide.name(),
          List.of(),
          guide.knownHosts(),
          new EtcdSpec(
              EtcdSpec.ApiChoice.AUTO,
              endpoints,
              prefix,
              EtcdSpec.Route.DIRECT,
              client == null ? null : client.files()),
          guide.network(),
          null,
          guide.flannel(),
          guide.certificates(),
          guide.paths(),
          guide.docker());
    }
  }
}
