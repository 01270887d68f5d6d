package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flannelboard.etcd.NetworkDocument.Member;
import org.flannelboard.etcd.NetworkDocument.NotJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a network configuration under a form's hands. */
class NetworkDocumentTest {

  private static final String TEXT =
      "{\"Network\":\"10.253.0.0/16\",\"Odd\":[1,{\"a\":null}],"
          + "\"backend\":{\"type\":\"vxlan\",\"vni\":7,\"Mine\":\"kept\"}}";

  @Test
  void aFormReadsMembersHoweverTheyAreSpelt() {
    NetworkDocument document = read(TEXT);
    assertThat(document.value(Member.NETWORK)).isEqualTo("10.253.0.0/16");
    assertThat(document.value(Member.TYPE)).isEqualTo("vxlan");
    assertThat(document.value(Member.VNI)).isEqualTo("7");
    assertThat(document.value(Member.SUBNET_LEN)).isEmpty();
    assertThat(document.value(Member.GBP)).isEqualTo("false");
  }

  @Test
  void whatAFormDoesNotKnowSurvivesIt() {
    NetworkDocument changed =
        read(TEXT)
            .with(Member.SUBNET_LEN, " 25 ")
            .with(Member.VNI, "")
            .with(Member.DIRECT_ROUTING, "true");
    assertThat(changed.line())
        .isEqualTo(
            "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":25,"
                + "\"backend\":{\"type\":\"vxlan\",\"Mine\":\"kept\",\"DirectRouting\":true},"
                + "\"Odd\":[1,{\"a\":null}]}");
    assertThat(read(changed.pretty())).isEqualTo(changed);
    assertThat(changed.with(Member.DIRECT_ROUTING, "false").members())
        .doesNotContainKey("Backend.DirectRouting");
  }

  @Test
  void aNumberThatIsNoneIsKeptForTheRulesToRefuse() {
    NetworkDocument document = NetworkDocument.empty().with(Member.VNI, "seven");
    assertThat(document.line()).isEqualTo("{\"Backend\":{\"VNI\":\"seven\"}}");
    assertThat(document.value(Member.VNI)).isEqualTo("seven");
    assertThat(document.with(Member.VNI, "").line()).isEqualTo("{}");
  }

  @Test
  void membersAreToldApartByPath() {
    assertThat(read(TEXT).members())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Network", "\"10.253.0.0/16\"",
                "Odd", "[1,{\"a\":null}]",
                "Backend.Type", "\"vxlan\"",
                "Backend.VNI", "7",
                "Backend.Mine", "\"kept\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|1|1",
        "[1]|1|1",
        "{\"Network\": 10.1.2/16}|1|15",
        "{~  \"a\": 1,~  \"b\"~}|4|1",
        "{\"a\":1,\"a\":2}|1|11",
        "{} {}|1|4"
      })
  void saysWhereATextIsNoJson(String text, int line, int column) {
    NotJson failure = NetworkDocument.parse(text.replace('~', '\n')).toFailure().orElseThrow();
    assertThat(failure.line()).as(failure.why()).isEqualTo(line);
    assertThat(failure.column()).as(failure.why()).isEqualTo(column);
    assertThat(failure.why()).isNotBlank().doesNotContain("Source");
  }

  private static NetworkDocument read(String text) {
    return NetworkDocument.parse(text).orElseThrow();
  }
}
