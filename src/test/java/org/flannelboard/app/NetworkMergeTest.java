package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flannelboard.app.NetworkMerge.Change;
import org.flannelboard.app.NetworkMerge.Side;
import org.flannelboard.etcd.NetworkDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two changes of one configuration, laid side by side. */
class NetworkMergeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"A":1}       | {"A":1}       | {"A":1}       |                          | {"A":1}
          {"A":1}       | {"A":2}       | {"A":1}       | A ONLY_MINE              | {"A":2}
          {"A":1}       | {"A":1}       | {"A":2}       | A ONLY_THEIRS            | {"A":2}
          {"A":1}       | {"A":2}       | {"A":2}       | A ALIKE                  | {"A":2}
          {"A":1}       | {"A":2}       | {"A":3}       | A CONFLICT               | {"A":2}
          {"A":1}       | {}            | {"A":1}       | A ONLY_MINE              | {}
          {"A":1}       | {}            | {"A":3}       | A CONFLICT               | {}
          {}            | {"A":1}       | {"B":2}       | A ONLY_MINE, B ONLY_THEIRS | {"B":2,"A":1}
          {"Backend":{"Type":"vxlan"}} | {"Backend":{"Type":"vxlan","VNI":7}} | {"backend":{"type":"vxlan","Port":4789}} | Backend.Port ONLY_THEIRS, Backend.VNI ONLY_MINE | {"backend":{"type":"vxlan","Port":4789,"VNI":7}}
          """)
  void eachMemberByItself(String base, String mine, String theirs, String lines, String merged) {
    NetworkMerge merge = NetworkMerge.of(read(base), read(mine), read(theirs));
    assertThat(merge.lines().stream().map(line -> line.path() + " " + line.change()))
        .containsExactly(lines == null ? new String[0] : lines.split(", "));
    assertThat(merge.merged(Map.of("A", Side.MINE))).isEqualTo(read(merged));
  }

  @Test
  void aConflictWaitsForAChoice() {
    NetworkMerge merge = NetworkMerge.of(read("{\"A\":1}"), read("{\"A\":2}"), read("{\"A\":3}"));
    assertThat(merge.conflicts()).hasSize(1);
    assertThat(merge.conflicts().getFirst().change()).isEqualTo(Change.CONFLICT);
    assertThat(merge.decided(Map.of())).isFalse();
    assertThat(merge.decided(Map.of("A", Side.THEIRS))).isTrue();
    assertThat(merge.merged(Map.of("A", Side.THEIRS))).isEqualTo(read("{\"A\":3}"));
  }

  private static NetworkDocument read(String text) {
    return NetworkDocument.parse(text).orElseThrow();
  }
}
