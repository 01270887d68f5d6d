package org.flannelboard.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.Certificates;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.app.StatusReader;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.ChainVerdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "certificate",
    description = "Flannel's certificate: what nodes have, issue, distribute, renew, make a CA.",
    mixinStandardHelpOptions = true)
final class CertificateCommand extends CommandGroup {

  @Command(
      name = "show",
      description = "Fingerprint, expiry, chain and key match on every node.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    private static final DateTimeFormatter DAY =
        DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Invocation invocation;

    Show(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened -> {
            ClusterStatus status = new StatusReader(opened.cluster(), opened.door()).read();
            print(opened.terminal(), status);
            return Result.ok(verdict(status));
          });
    }

    private void print(Terminal terminal, ClusterStatus status) {
      if (invocation.json) {
        ObjectNode root = Json.object();
        ArrayNode nodes = root.putArray("nodes");
        status.nodes().forEach(node -> write(node, nodes.addObject(), terminal));
        terminal.print(Json.write(root));
        return;
      }
      Table table =
          new Table(
              List.of(
                  terminal.text("cli.column.node"),
                  "SHA-256",
                  terminal.text("cli.column.expires"),
                  terminal.text("cli.column.chain"),
                  terminal.text("cli.column.key")));
      status.nodes().forEach(node -> table.add(row(node)));
      table.lines().forEach(terminal::print);
    }

    private static List<String> row(NodeStatus node) {
      String name = node.spec().id().name();
      return report(node)
          .map(
              report ->
                  List.of(
                      name,
                      report.fingerprint().brief(),
                      DAY.format(report.notAfter()),
                      report.chain().toOptional().map(Show::glyph).orElse("?"),
                      report.keyMatches().toOptional().map(m -> m ? "✓" : "✗").orElse("?")))
          .orElseGet(() -> List.of(name, "–", "–", "–", "–"));
    }

    private static String glyph(ChainVerdict verdict) {
      return verdict.isTrusted() ? "✓" : "✗"; // certificate list says why, in words
    }

    private static void write(NodeStatus node, ObjectNode to, Terminal terminal) {
      to.put("name", node.spec().id().name());
      report(node)
          .ifPresentOrElse(
              report -> StatusJson.write(report, to.putObject("certificate")),
              () -> to.putNull("certificate"));
      node.view()
          .toFailure()
          .ifPresent(failure -> to.set("failure", Json.describe(failure, terminal.messages())));
    }

    private static Optional<CertificateReport> report(NodeStatus node) {
      return node.view().toOptional().map(NodeStatus.View::certificate).flatMap(Known::toOptional);
    }

    private static ExitCode verdict(ClusterStatus status) {
      boolean unreachable =
          status.nodes().stream().anyMatch(node -> node.view().toFailure().isPresent());
      boolean good =
          status.nodes().stream().allMatch(node -> report(node).filter(Show::good).isPresent());
      return good
          ? ExitCode.AS_IT_SHOULD
          : unreachable ? ExitCode.COULD_NOT_FIND_OUT : ExitCode.SOMETHING_IS_NOT;
    }

    private static boolean good(CertificateReport report) {
      return report.chain().toOptional().filter(ChainVerdict::isTrusted).isPresent()
          && report.keyMatches().toOptional().filter(matches -> matches).isPresent();
    }
  }

  @Command(
      name = "issue",
      description = "Issue flannel.pem, flannel-key.pem and flannel.csr into a folder here.",
      mixinStandardHelpOptions = true)
  static final class Issue implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        arity = "0..1",
        paramLabel = "FOLDER",
        defaultValue = ".",
        description = "Where to.")
    Path folder = Path.of(".");

    @Option(
        names = "--request",
        paramLabel = "CSR_JSON",
        description = "A request in cfssl's JSON instead of the profile's.")
    @Nullable Path request;

    Issue(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(
          opened ->
              new Certificates(opened.cluster())
                  .issue(folder, request)
                  .map(issued -> print(issued, opened.terminal())));
    }

    private ExitCode print(Certificates.Issued issued, Terminal terminal) {
      if (invocation.json) {
        ObjectNode root = files(issued.files());
        Instant end = issued.endWithAuthority();
        Json.putText(root, "endsWithCa", end == null ? null : end.toString());
        terminal.print(Json.write(root));
        return ExitCode.AS_IT_SHOULD;
      }
      if (issued.endWithAuthority() != null) {
        PlanPrinter.endsWithAuthority(issued.endWithAuthority(), terminal);
      }
      return written(invocation, terminal, issued.files());
    }
  }

  @Command(
      name = "create-ca",
      description = "Make a new CA: ca.pem, ca-key.pem and ca.csr into a folder here.",
      mixinStandardHelpOptions = true)
  static final class CreateCa implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(
        arity = "0..1",
        paramLabel = "FOLDER",
        defaultValue = ".",
        description = "Where to.")
    Path folder = Path.of(".");

    @Option(names = "--cn", defaultValue = "kubernetes", description = "Its common name.")
    String commonName = "kubernetes";

    CreateCa(Invocation invocation) {
      this.invocation = invocation;
    }

    @Override
    public Integer call() {
      return invocation.withCluster(opened -> create(opened));
    }

    private Result<ExitCode, Failure> create(Invocation.Opened opened) {
      CertificateSpec.Request like = opened.cluster().profile().certificates().request();
      CertificateSpec.Request request =
          new CertificateSpec.Request(commonName, List.of(), like.key(), like.names());
      return new Certificates(opened.cluster())
          .createAuthority(folder, request)
          .map(files -> written(invocation, opened.terminal(), files));
    }
  }

  static ExitCode written(Invocation invocation, Terminal terminal, List<Path> files) {
    if (invocation.json) {
      terminal.print(Json.write(files(files)));
    } else {
      files.forEach(
          file ->
              terminal.print(
                  terminal.green("✓ ")
                      + terminal.text("cli.file.written", Map.of("file", file.toString()))));
    }
    return ExitCode.AS_IT_SHOULD;
  }

  private static ObjectNode files(List<Path> files) {
    ObjectNode root = Json.object();
    ArrayNode list = root.putArray("files");
    files.forEach(file -> list.add(file.toString()));
    return root;
  }
}
