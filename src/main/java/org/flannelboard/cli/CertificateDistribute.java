package org.flannelboard.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.CertificateSource;
import org.flannelboard.app.Distribution;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "distribute",
    description = "Give nodes the certificate and its key, and nothing else: plan, ask, apply.",
    mixinStandardHelpOptions = true)
final class CertificateDistribute implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NODE", description = "The nodes; all of them if none is named.")
  List<String> names = List.of();

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "The flannel.pem and flannel-key.pem there, instead of one that fits.")
  @Nullable Path folder;

  @Option(
      names = {"-y", "--yes"},
      description = "Agree beforehand to what the plan says, restarts included.")
  boolean yes;

  CertificateDistribute(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(this::distribute);
  }

  private Result<ExitCode, Failure> distribute(Invocation.Opened opened) {
    Distribution distribution = new Distribution(opened.cluster(), opened.door());
    CertificateSource source =
        folder == null ? new CertificateSource.WhatFits() : CertificateSource.Files.in(folder);
    return opened
        .cluster()
        .select(names)
        .flatMap(nodes -> distribution.propose(nodes, source))
        .flatMap(proposal -> apply(opened, distribution, proposal));
  }

  private Result<ExitCode, Failure> apply(
      Invocation.Opened opened, Distribution distribution, Proposal proposal) {
    Terminal terminal = opened.terminal();
    boolean changes = !proposal.plan().isEmpty();
    if (changes && !invocation.json) {
      new PlanPrinter(terminal).print(proposal);
    }
    Optional<Failure> refusal =
        opened.cluster().refusal("certificate distribute").filter(_ -> changes);
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    if (changes && !Invocation.agreed(yes, terminal, terminal.text("cli.push.agree"))) {
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    PushReport report =
        distribution.apply(proposal, new PushCommand.Progress(terminal), new CancelToken());
    if (invocation.json) {
      terminal.print(Json.write(PushJson.of(report, terminal.messages())));
    } else {
      PushCommand.print(report, terminal);
    }
    return Result.ok(PushCommand.verdict(report));
  }
}
