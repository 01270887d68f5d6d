package org.flannelboard.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** The command line as a whole: its commands, and what becomes of a word it does not know. */
public final class CommandLineFace {

  private final CliContext context;

  public CommandLineFace(CliContext context) {
    this.context = context;
  }

  /** Runs one command and gives the process's exit status. */
  public int run(String... arguments) {
    PrintWriter out = new PrintWriter(context.out(), true);
    PrintWriter err = new PrintWriter(context.err(), true);
    return commands()
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  private CommandLine commands() {
    Invocation invocation = new Invocation(context);
    CommandLine root = new CommandLine(new RootCommand(invocation));
    root.addSubcommand("status", new StatusCommand(invocation));
    root.addSubcommand("plan", new PlanCommand(invocation));
    root.addSubcommand("push", new PushCommand(invocation));
    root.addSubcommand("rollback", new RollbackCommand(invocation));
    root.addSubcommand("restart", new RestartCommand(invocation));
    root.addSubcommand("logs", new LogsCommand(invocation));
    root.addSubcommand("ping", new PingCommand(invocation));
    root.addSubcommand("leases", new LeasesCommand(invocation));
    root.addSubcommand(
        "network",
        new CommandLine(new NetworkCommand())
            .addSubcommand("show", new NetworkCommand.Show(invocation))
            .addSubcommand("impact", new NetworkCommand.Impact(invocation))
            .addSubcommand("set", new NetworkCommand.Set(invocation)));
    root.addSubcommand(
        "certificate",
        new CommandLine(new CertificateCommand())
            .addSubcommand("show", new CertificateCommand.Show(invocation))
            .addSubcommand("list", new CertificateList(invocation))
            .addSubcommand("ca", new CertificateCa(invocation))
            .addSubcommand("issue", new CertificateCommand.Issue(invocation))
            .addSubcommand("create-ca", new CertificateCommand.CreateCa(invocation))
            .addSubcommand("distribute", new CertificateDistribute(invocation))
            .addSubcommand("renew", new CertificateRenew(invocation))
            .addSubcommand("export-expiry", new CertificateExport(invocation)));
    root.addSubcommand(
        "known-hosts",
        new CommandLine(new KnownHostsCommand())
            .addSubcommand("list", new KnownHostsCommand.ListKeys(invocation))
            .addSubcommand("forget", new KnownHostsCommand.Forget(invocation)));
    root.addSubcommand("runbook", new RunbookCommand(invocation));
    root.addSubcommand(
        "profile",
        new CommandLine(new ProfileCommand())
            .addSubcommand("list", new ProfileCommand.ListProfiles(invocation))
            .addSubcommand("init", new ProfileCommand.Init(invocation))
            .addSubcommand("check", new ProfileCommand.Check(invocation))
            .addSubcommand("import-env", new ProfileCommand.ImportEnv(invocation)));
    root.addSubcommand("practice", practice(invocation));
    return root;
  }

  private static CommandLine practice(Invocation invocation) {
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
