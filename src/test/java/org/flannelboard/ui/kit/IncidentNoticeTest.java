package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.flannelboard.app.Incident;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Direction;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.junit.jupiter.api.Test;

/** The words in which a person hears of red cells. */
class IncidentNoticeTest {

  private static final Instant AT = Instant.parse("2030-06-13T15:15:17Z");
  private static final Subject.OnPair PAIR = pair("vm01", "vm04");
  private static final Set<Subject.OnPair> PAIRS = Set.of(PAIR, pair("vm02", "vm04"));
  private final AtomicInteger shown = new AtomicInteger();

  @Test
  void theNoticeCarriesTheCauseAndTheWayToTheCell() {
    Notice notice = of(Locale.ENGLISH, new Incident(AT, PAIRS, List.of(cause("vm04")), null));
    assertThat(notice.status()).isEqualTo(Status.FAILED);
    assertThat(notice.title()).isEqualTo("vm01 → vm04 and 1 more lost");
    assertThat(notice.text()).contains("flannel.1", "vm04");
    Objects.requireNonNull(notice.action()).run().run();
    assertThat(shown).hasValue(1);
  }

  @Test
  void furtherCausesAreCounted() {
    Incident two = new Incident(AT, PAIRS, List.of(cause("vm04"), cause("vm02")), null);
    assertThat(of(Locale.ENGLISH, two).text()).endsWith("Other causes beside it: 1.");
  }

  @Test
  void whatHasNoCauseSaysSo() {
    Notice notice = of(Locale.ENGLISH, new Incident(AT, Set.of(PAIR), List.of(), null));
    assertThat(notice.title()).isEqualTo("vm01 → vm04 is lost");
    assertThat(notice.text()).isEqualTo("Nothing that could be seen explains it.");
  }

  @Test
  void itsEndSaysHowLongItTook() {
    Incident over = new Incident(AT, PAIRS, List.of(), AT.plusSeconds(180));
    Notice notice = of(Locale.ENGLISH, over);
    assertThat(notice.status()).isEqualTo(Status.OK);
    assertThat(notice.title()).isEqualTo("vm01 → vm04 and 1 more are reached again");
    assertThat(notice.text()).contains("3 min");
    assertThat(notice.action()).isNull();
  }

  @Test
  void chineseSaysTheSame() {
    Notice notice =
        of(Locale.SIMPLIFIED_CHINESE, new Incident(AT, PAIRS, List.of(cause("vm04")), null));
    assertThat(notice.title()).isEqualTo("vm01 → vm04 及另外 1 对不通");
    assertThat(notice.text()).contains("flannel.1").containsPattern("\\p{IsHan}");
  }

  private Notice of(Locale locale, Incident incident) {
    return new IncidentNotice(Words.of(locale), shown::incrementAndGet).of(incident);
  }

  private static Finding cause(String node) {
    return Finding.of(
            FindingCode.VXLAN_DEVICE_DOWN,
            Severity.ERROR,
            new Subject.OnNode(new NodeId(node)),
            Direction.BOTH,
            Map.of("node", node, "device", "flannel.1"),
            List.of(new Evidence(new NodeId(node), "ip -d link show", "flannel.1: DOWN", AT)),
            List.of(new Remedy.PushNode(new NodeId(node))))
        .explaining(PAIRS);
  }

  private static Subject.OnPair pair(String from, String to) {
    return new Subject.OnPair(new NodeId(from), new NodeId(to));
  }
}
