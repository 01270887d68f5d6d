package org.flannelboard.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.practice.FaultKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults of real nodes: what turns red, what is named, and that it is named alone. The table is the
 * practice cluster's too.
 */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultLabTest {

  private final Lab lab;
  private LabDiagnosis diagnosis;

  FaultLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) throws IOException {
    lab.flannelboard().deploy();
    diagnosis = LabDiagnosis.open(lab, folder);
  }

  @AfterAll
  void close() throws IOException {
    diagnosis.close();
  }

  static List<FaultTable.Row> faults() {
    return FaultTable.rows().stream()
        .filter(FaultTable.Row::real)
        // An open connection notices late that nobody is there any more: see DiagnosisLabTest.
        .filter(row -> row.kind() != FaultKind.NODE_DOWN)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isNamedAloneAndHealedByWhatIsOffered(FaultTable.Row row) {
    LabFault fault = LabFault.usual(row);
    diagnosis.during(
        List.of(fault),
        () -> {
          Report report = diagnosis.await(fault);
          if (row.click()) {
            diagnosis.fix(report, fault.causes().getFirst());
            diagnosis.awaitHealthy();
          }
        });
    diagnosis.awaitHealthy();
  }

  @ParameterizedTest
  @CsvSource({
    "input-firewall vm04,           route-missing vm01 vm02",
    "forward-wrong vm01 vm03,       neighbour-stale vm02 vm04",
    "vxlan-blocked-one-way vm01 vm02, icmp-ignored vm03",
    "output-firewall vm04,          docker0-down vm04",
    "flanneld-stopped vm03,         device-bounced vm04",
    "vxlan-blocked vm03,            ip-forward-off vm01",
    "docker0-missing vm04,          route-rule vm02 vm01",
  })
  void twoFaultsAreNamedBoth(String one, String other) {
    List<LabFault> faults = Stream.of(one, other).map(LabFault::of).toList();
    diagnosis.during(faults, () -> diagnosis.await(faults.toArray(LabFault[]::new)));
    diagnosis.awaitHealthy();
  }
}
