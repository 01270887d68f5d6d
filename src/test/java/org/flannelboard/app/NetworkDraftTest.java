package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flannelboard.etcd.NetworkDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a configuration while somebody types it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkDraftTest {

  private Bench bench;

  @BeforeAll
  void open() {
    bench = Bench.bare(4);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan"}} |
          {}                                                     | Network value-missing, Backend.Type backend-defaults-to-udp
          {"Network":"10.253","Backend":{"Type":"vxlan"}}        | Network cidr-invalid
          {"Network":"10.253.0.1/16","Backend":{"Type":"vxlan"}} | Network cidr-host-bits
          {"Network":"10.253.0.0/16","SubnetLen":"x","Backend":{"Type":"vxlan"}} | SubnetLen integer-expected
          {"Network":"10.253.0.0/16","SubnetLen":33,"Backend":{"Type":"vxlan"}}  | SubnetLen integer-out-of-range
          {"Network":"10.253.0.0/16","SubnetLen":16,"Backend":{"Type":"vxlan"}}  | SubnetLen subnet-len-range
          {"Network":"10.253.0.0/16","SubnetMin":"10.253","Backend":{"Type":"vxlan"}} | SubnetMin ipv4-invalid
          {"Network":"10.253.0.0/16","SubnetMax":"10.9.0.0","Backend":{"Type":"vxlan"}} | SubnetMax subnet-bound-outside, SubnetLen network-capacity
          {"Network":"10.253","Backend":{"Type":"vxlan","VNI":0}} | Network cidr-invalid, Backend.VNI backend-option-range
          {"Network":"10.253.0.0/16","Backend":{}}               | Backend.Type value-missing
          {"Network":"10.253.0.0/16","Backend":{"VNI":1}}        | Backend.Type value-missing
          {"Network":"10.253.0.0/16","Backend":{"Type":"vx"}}    | Backend.Type backend-unknown
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","VNI":"7"}} | Backend.VNI backend-option-type
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","Port":70000}} | Backend.Port backend-option-range
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","A":[]}} | ' network-not-flannels'
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan"},"Odd":[]} |
          """)
  void eachProblemAtItsMember(String text, String problems) {
    NetworkDraft draft = draft(text);
    assertThat(draft.problems().stream().map(problem -> problem.path() + " " + problem.code()))
        .containsExactly(problems == null ? new String[0] : problems.split(", "));
  }

  @Test
  void aWarningDoesNotForbidToWrite() {
    assertThat(draft("{\"Network\":\"10.253.0.1/16\",\"Backend\":{\"Type\":\"vxlan\"}}").refused())
        .isFalse();
    assertThat(draft("{\"Network\":\"10.253\"}").refused()).isTrue();
    assertThat(draft("{\"Network\":\"172.16.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}").refused())
        .as("the nodes' own network")
        .isTrue();
  }

  private NetworkDraft draft(String text) {
    return NetworkDraft.of(NetworkDocument.parse(text).orElseThrow(), bench.profile(), List.of());
  }
}
