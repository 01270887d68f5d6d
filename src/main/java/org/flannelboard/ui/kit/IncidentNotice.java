package org.flannelboard.ui.kit;

import java.time.Duration;
import java.time.Instant;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Incident;
import org.flannelboard.app.Messages;
import org.flannelboard.diagnosis.Subject;

/** What the person hears of cells that went red: which ones, and why. */
final class IncidentNotice {

  private final Words words;
  private final Runnable show;

  /**
   * Notices in one language.
   *
   * @param show leads to the cell
   */
  IncidentNotice(Words words, Runnable show) {
    this.words = words;
    this.show = show;
  }

  Notice of(Incident incident) {
    Instant healed = incident.healed();
    Subject.OnPair first = incident.first();
    String pair = first.from() + " → " + first.to();
    int others = incident.pairs().size() - 1;
    return healed == null
        ? new Notice(
            Status.FAILED,
            others == 0
                ? words.text("incident.lost", "pair", pair)
                : words.text("incident.lost-many", "pair", pair, "count", others),
            cause(incident),
            new Notice.Action(words.text("incident.show"), show))
        : new Notice(
            Status.OK,
            others == 0
                ? words.text("incident.healed", "pair", pair)
                : words.text("incident.healed-many", "pair", pair, "count", others),
            words.text(
                "incident.took", "age", words.age(Duration.between(incident.began(), healed))));
  }

  private String cause(Incident incident) {
    if (incident.causes().isEmpty()) {
      return words.text("incident.unexplained");
    }
    String first =
        new DiagnosisWords(Messages.of(words.locale())).sentence(incident.causes().getFirst());
    int others = incident.causes().size() - 1;
    return others == 0 ? first : first + " " + words.text("incident.more-causes", "count", others);
  }
}
