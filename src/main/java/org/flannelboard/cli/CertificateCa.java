package org.flannelboard.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flannelboard.app.AuthorityReport;
import org.flannelboard.app.Certificates;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.FileRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "ca",
    description = "Look at the profile's CA, or at one in files here: can it sign, until when?",
    mixinStandardHelpOptions = true)
final class CertificateCa implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Look at ca.pem and ca-key.pem there instead of the profile's.")
  @Nullable Path folder;

  CertificateCa(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened -> {
          CertificateSpec.Ca source = source(opened.cluster().profile().certificates().ca());
          return new Certificates(opened.cluster())
              .authority(source)
              .map(report -> print(report, opened.terminal()));
        });
  }

  private CertificateSpec.Ca source(CertificateSpec.Ca ofProfile) {
    return folder == null
        ? ofProfile
        : new CertificateSpec.Ca(
            new FileRef.Local(folder.toAbsolutePath().resolve("ca.pem")),
            new FileRef.Local(folder.toAbsolutePath().resolve("ca-key.pem")),
            ofProfile.config());
  }

  private ExitCode print(AuthorityReport found, Terminal terminal) {
    if (invocation.json) {
      ObjectNode root = Json.object();
      root.put("source", found.source().certificate().toString());
      StatusJson.write(found.report(), root.putObject("certificate"));
      ArrayNode problems = root.putArray("problems");
      found.problems().forEach(it -> problems.add(Json.describe(it, terminal.messages())));
      terminal.print(Json.write(root));
    } else {
      terminal.print(
          terminal.text(
              "cli.certificate.ca",
              Map.of(
                  "subject", found.report().subject(),
                  "source", found.source().certificate().toString(),
                  "notAfter", found.report().notAfter().toString(),
                  "fingerprint", found.report().fingerprint().sha256())));
      found.problems().forEach(terminal::complain);
      if (found.problems().isEmpty()) {
        terminal.print(terminal.green("✓ ") + terminal.text("cli.certificate.ca-good"));
      }
    }
    return found.problems().isEmpty() ? ExitCode.AS_IT_SHOULD : ExitCode.SOMETHING_IS_NOT;
  }
}
