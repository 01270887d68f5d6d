package org.flannelboard.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.flannelboard.app.CertificateState;
import org.flannelboard.app.CertificateSurvey;
import org.flannelboard.app.Certificates;
import org.flannelboard.app.InstalledCertificate;
import org.flannelboard.base.Result;
import org.flannelboard.node.FileState;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.SubjectAltName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "list",
    description = "How the certificate stands on every node, what is wrong and what to do.",
    mixinStandardHelpOptions = true)
final class CertificateList implements Callable<Integer> {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final Invocation invocation;

  CertificateList(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened -> {
          CertificateSurvey survey = new Certificates(opened.cluster()).survey();
          if (invocation.json) {
            opened.terminal().print(Json.write(json(survey, opened.terminal())));
          } else {
            print(survey, opened.terminal());
          }
          return Result.ok(verdict(survey));
        });
  }

  private static void print(CertificateSurvey survey, Terminal terminal) {
    Table table =
        new Table(
            List.of(
                terminal.text("cli.column.node"),
                terminal.text("cli.column.state"),
                "SHA-256",
                terminal.text("cli.column.expires"),
                terminal.text("cli.column.days"),
                terminal.text("cli.column.mode"),
                terminal.text("cli.column.key")));
    survey.nodes().forEach(node -> table.add(row(node, survey.at(), terminal)));
    table.lines().forEach(terminal::print);
    survey.nodes().stream().flatMap(node -> node.findings().stream()).forEach(terminal::complain);
  }

  private static List<String> row(InstalledCertificate node, Instant at, Terminal terminal) {
    CertificateReport report = node.report();
    String state = (node.state().letsIn() ? "✓ " : "✗ ") + word(node.state(), terminal);
    return List.of(
        node.node().id().name(),
        state,
        report == null ? "–" : report.fingerprint().brief(),
        report == null ? "–" : DAY.format(report.notAfter()),
        report == null ? "–" : Long.toString(Duration.between(at, report.notAfter()).toDays()),
        mode(node.file()),
        mode(node.key()));
  }

  private static String mode(FileState.@Nullable Regular file) {
    return file == null ? "–" : InstalledCertificate.mode(file);
  }

  private static String word(CertificateState state, Terminal terminal) {
    return switch (state) {
      case GOOD -> terminal.text("cli.certificate.state.good");
      case DIFFERS -> terminal.text("cli.certificate.state.differs");
      case EXPIRING -> terminal.text("cli.certificate.state.expiring");
      case MISSING -> terminal.text("cli.certificate.state.missing");
      case NOT_YET_VALID -> terminal.text("cli.certificate.state.not-yet-valid");
      case UNTRUSTED -> terminal.text("cli.certificate.state.untrusted");
      case KEY_WRONG -> terminal.text("cli.certificate.state.key-wrong");
      case EXPIRED -> terminal.text("cli.certificate.state.expired");
      case UNREADABLE -> terminal.text("cli.certificate.state.unreadable");
      case UNREACHABLE -> terminal.text("cli.certificate.state.unreachable");
    };
  }

  private static ObjectNode json(CertificateSurvey survey, Terminal terminal) {
    ObjectNode root = Json.object();
    root.put("at", survey.at().toString());
    ArrayNode nodes = root.putArray("nodes");
    for (InstalledCertificate node : survey.nodes()) {
      ObjectNode to = nodes.addObject();
      to.put("name", node.node().id().name());
      to.put("state", node.state().code());
      to.put("path", node.path().text());
      Json.putText(to, "mode", node.file() == null ? null : mode(node.file()));
      Json.putText(to, "keyMode", node.key() == null ? null : mode(node.key()));
      if (node.report() == null) {
        to.putNull("certificate");
      } else {
        write(node.report(), to.putObject("certificate"));
      }
      ArrayNode findings = to.putArray("findings");
      node.findings().forEach(it -> findings.add(Json.describe(it, terminal.messages())));
    }
    return root;
  }

  private static void write(CertificateReport report, ObjectNode to) {
    StatusJson.write(report, to);
    ArrayNode hosts = to.putArray("hosts");
    report.sans().stream().map(SubjectAltName::value).forEach(hosts::add);
    to.put("key", report.key().algorithm() + " " + report.key().size());
  }

  private static ExitCode verdict(CertificateSurvey survey) {
    if (survey.good()) {
      return ExitCode.AS_IT_SHOULD;
    }
    boolean onlyUnreachable =
        survey.nodes().stream()
            .map(InstalledCertificate::state)
            .allMatch(it -> it == CertificateState.GOOD || it == CertificateState.UNREACHABLE);
    return onlyUnreachable ? ExitCode.COULD_NOT_FIND_OUT : ExitCode.SOMETHING_IS_NOT;
  }
}
