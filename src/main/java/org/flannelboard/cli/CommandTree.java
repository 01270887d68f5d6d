package org.flannelboard.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * All commands of one run. Reading the descriptions of all of them takes longer than most take to
 * run, so that each is put together only where it may be meant.
 */
final class CommandTree {

  /** What asks for the list of all commands. */
  private static final Set<String> HELP = Set.of("-h", "--help", "help");

  /** What a command may be called, rightly or by mistake. */
  private static final Pattern WORD = Pattern.compile("[a-z][a-z-]*");

  private final Invocation invocation;
  private final SequencedMap<String, Supplier<CommandLine>> commands = all();

  CommandTree(CliContext context) {
    this.invocation = new Invocation(context);
  }

  /** The commands that these arguments may mean. */
  CommandLine meantBy(String... arguments) {
    return with(names(List.of(arguments)));
  }

  /** All commands. */
  CommandLine whole() {
    return with(commands.sequencedKeySet());
  }

  private Set<String> names(List<String> words) {
    Set<String> named = new LinkedHashSet<>(commands.sequencedKeySet());
    if (words.stream().anyMatch(HELP::contains)) {
      return named;
    }
    named.retainAll(words);
    boolean unknown =
        named.isEmpty() && words.stream().anyMatch(word -> WORD.matcher(word).matches());
    return unknown ? commands.sequencedKeySet() : named;
  }

  private CommandLine with(Set<String> names) {
    CommandLine root = new CommandLine(new RootCommand(invocation));
    names.forEach(
        name -> root.addSubcommand(name, Objects.requireNonNull(commands.get(name)).get()));
    return root;
  }

  /** All commands by name, in the order in which the help lists them. */
  private SequencedMap<String, Supplier<CommandLine>> all() {
    SequencedMap<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
    all.put("status", () -> new CommandLine(new StatusCommand(invocation)));
    all.put("plan", () -> new CommandLine(new PlanCommand(invocation)));
    all.put("push", () -> new CommandLine(new PushCommand(invocation)));
    all.put("rollback", () -> new CommandLine(new RollbackCommand(invocation)));
    all.put("restart", () -> new CommandLine(new RestartCommand(invocation)));
    all.put("logs", () -> new CommandLine(new LogsCommand(invocation)));
    all.put("ping", () -> new CommandLine(new PingCommand(invocation)));
    all.put("diagnose", () -> new CommandLine(new DiagnoseCommand(invocation)));
    all.put("fix", () -> new CommandLine(new FixCommand(invocation)));
    all.put("history", () -> new CommandLine(new HistoryCommand(invocation)));
    all.put("explain", () -> new CommandLine(new ExplainCommand(invocation)));
    all.put("leases", () -> new CommandLine(new LeasesCommand(invocation)));
    all.put("network", this::network);
    all.put("certificate", this::certificate);
    all.put("known-hosts", this::knownHosts);
    all.put("runbook", () -> new CommandLine(new RunbookCommand(invocation)));
    all.put("profile", this::profile);
    all.put("practice", this::practice);
    return all;
  }

  private CommandLine network() {
    return new CommandLine(new NetworkCommand())
        .addSubcommand("show", new NetworkCommand.Show(invocation))
        .addSubcommand("impact", new NetworkCommand.Impact(invocation))
        .addSubcommand("set", new NetworkCommand.Set(invocation));
  }

  private CommandLine certificate() {
    return new CommandLine(new CertificateCommand())
        .addSubcommand("show", new CertificateCommand.Show(invocation))
        .addSubcommand("list", new CertificateList(invocation))
        .addSubcommand("ca", new CertificateCa(invocation))
        .addSubcommand("issue", new CertificateCommand.Issue(invocation))
        .addSubcommand("create-ca", new CertificateCommand.CreateCa(invocation))
        .addSubcommand("distribute", new CertificateDistribute(invocation))
        .addSubcommand("renew", new CertificateRenew(invocation))
        .addSubcommand("export-expiry", new CertificateExport(invocation));
  }

  private CommandLine knownHosts() {
    return new CommandLine(new KnownHostsCommand())
        .addSubcommand("list", new KnownHostsCommand.ListKeys(invocation))
        .addSubcommand("forget", new KnownHostsCommand.Forget(invocation));
  }

  private CommandLine profile() {
    return new CommandLine(new ProfileCommand())
        .addSubcommand("list", new ProfileCommand.ListProfiles(invocation))
        .addSubcommand("init", new ProfileCommand.Init(invocation))
        .addSubcommand("check", new ProfileCommand.Check(invocation))
        .addSubcommand("import-env", new ProfileCommand.ImportEnv(invocation))
        .addSubcommand(
            "import",
            new CommandLine(new ImportCommand())
                .addSubcommand("env-sh", new ImportCommand.EnvSh(invocation))
                .addSubcommand("ssh-config", new ImportCommand.SshConfig(invocation))
                .addSubcommand("ansible", new ImportCommand.Ansible(invocation))
                .addSubcommand("etcd", new ImportCommand.Etcd(invocation)));
  }

  private CommandLine practice() {
    return new CommandLine(new PracticeCommand())
        .addSubcommand(
            "fault",
            new CommandLine(new PracticeCommand.Fault())
                .addSubcommand("list", new PracticeFaultCommand.All(invocation))
                .addSubcommand("on", new PracticeFaultCommand.On(invocation))
                .addSubcommand("off", new PracticeFaultCommand.Off(invocation))
                .addSubcommand("clear", new PracticeFaultCommand.Clear(invocation)))
        .addSubcommand(
            "clock",
            new CommandLine(new PracticeCommand.Clock())
                .addSubcommand("show", new PracticeClockCommand.Show(invocation))
                .addSubcommand("advance", new PracticeClockCommand.Advance(invocation))
                .addSubcommand("reset", new PracticeClockCommand.Reset(invocation)));
  }
}
