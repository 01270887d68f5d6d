package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.flannelboard.app.LiveDiagnosis;
import org.flannelboard.app.history.Event;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.junit.jupiter.api.Test;

/** A window that says why, when a cell turns red. */
class LiveCausesTest {

  @Test
  void aFaultIsExplainedBeforeAnybodyAsks() {
    try (Lab lab = Lab.deployed(3, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Fx.await(session.mesh().latest(), "green", MatrixSnapshot::allReached);
      Fx.run(() -> session.place().set(Place.ACTIVITY));
      lab.practice.switchOn(FaultKind.DEVICE_MISSING.at(List.of(Lab.vm(3))));

      LiveDiagnosis.State found =
          Fx.await(session.diagnosis().state(), "a report", state -> state.report() != null);
      assertThat(Objects.requireNonNull(found.report()).diagnosis().roots())
          .extracting(Finding::id)
          .contains("vxlan-device-missing@vm03");
      Notice notice =
          Objects.requireNonNull(
              Fx.await(
                  session.notice(),
                  "the notice",
                  told -> told != null && told.status() == Status.FAILED));
      assertThat(notice.title()).contains("vm01 → vm03", "more lost");
      assertThat(notice.text()).contains("flannel.1", "vm03");

      Fx.run(() -> Objects.requireNonNull(notice.action()).run().run());
      assertThat(Fx.get(() -> session.place().get())).isEqualTo(Place.CONNECTIVITY);
      assertThat(Fx.get(() -> session.pair().get()))
          .isEqualTo(new Subject.OnPair(Lab.vm(1), Lab.vm(3)));
      assertThat(
              session
                  .history()
                  .between(
                      session.cluster().now().minus(Duration.ofHours(1)), session.cluster().now()))
          .extracting(Event::code)
          .contains("watch-began", "changed", "cells-lost", "finding-appeared");
      assertThat(lab.callsOnFxThread).isEmpty();
    }
  }
}
