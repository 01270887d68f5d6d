package org.flannelboard.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.flannelboard.deploy.plan.UnitFileText.Assignment;
import org.junit.jupiter.api.Test;

/** systemd.syntax(7) as far as unit files of docker use it. */
class UnitFileTextTest {

  @Test
  void assignmentsCarryTheirSectionAndLine() {
    assertThat(read("[Unit]\nAfter=a b\n\n[Service]\nType = notify \n"))
        .containsExactly(
            new Assignment("Unit", "After", "a b", 1, 1),
            new Assignment("Service", "Type", "notify", 4, 4));
  }

  @Test
  void continuedLinesAreJoinedByABlank() {
    assertThat(read("[Service]\nExecStart=/bin/a \\\n  -b \\\n  -c\nType=notify\n"))
        .extracting(a -> a.name() + "=" + a.value().replaceAll("\\s+", " "), Assignment::lastLine)
        .containsExactly(tuple("ExecStart=/bin/a -b -c", 3), tuple("Type=notify", 4));
  }

  @Test
  void commentsInsideAContinuationAreSkipped() {
    assertThat(read("[Service]\nExecStart=/bin/a \\\n# not this\n; nor this\n  -b\n"))
        .extracting(a -> a.value().replaceAll("\\s+", " "))
        .containsExactly("/bin/a -b");
  }

  @Test
  void commentsDoNotContinue() {
    assertThat(read("[Service]\n# a comment \\\nType=notify\n;Type=simple\n"))
        .extracting(Assignment::value)
        .containsExactly("notify");
  }

  @Test
  void anEmptyValueIsAnAssignmentOfItsOwn() {
    assertThat(read("[Service]\nExecStart=\nExecStart=/bin/a\n"))
        .extracting(Assignment::value)
        .containsExactly("", "/bin/a");
  }

  @Test
  void aValueMayHoldFurtherEqualsSigns() {
    assertThat(read("[Service]\nEnvironment=A=1 B=2\n"))
        .extracting(Assignment::value)
        .containsExactly("A=1 B=2");
  }

  @Test
  void whatIsNoAssignmentIsPassedOver() {
    assertThat(read("[Service]\nnonsense\n=x\n")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void aFileThatEndsInAContinuationIsReadToItsEnd() {
    assertThat(read("[Service]\nExecStart=/bin/a \\"))
        .extracting(Assignment::value)
        .containsExactly("/bin/a");
  }

  private static List<Assignment> read(String text) {
    return UnitFileText.parse(text).assignments();
  }
}
