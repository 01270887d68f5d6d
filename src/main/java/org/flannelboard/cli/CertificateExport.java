package org.flannelboard.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.flannelboard.app.AuthorityReport;
import org.flannelboard.app.Certificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "export-expiry",
    description = "Write when certificates end into a calendar file (iCalendar), alarms included.",
    mixinStandardHelpOptions = true)
final class CertificateExport implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "FILE.ics", description = "The file; one that is there is replaced.")
  Path file = Path.of("certificates.ics");

  CertificateExport(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(
        opened -> {
          Certificates certificates = new Certificates(opened.cluster());
          AuthorityReport authority = certificates.authority().toOptional().orElse(null);
          Terminal terminal = opened.terminal();
          String calendar =
              certificates.calendar(certificates.survey(), authority, terminal.messages());
          return certificates
              .exportCalendar(file, calendar)
              .map(written -> CertificateCommand.written(invocation, terminal, List.of(written)));
        });
  }
}
