package org.flannelboard.ui.kit;

import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Messages;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;

/** How the window marks what was found. */
public final class FindingLight {

  private FindingLight() {}

  /** The status that a severity is shown as. */
  public static Status status(Severity severity) {
    return switch (severity) {
      case ERROR -> Status.FAILED;
      case WARNING -> Status.WARNING;
      case INFO -> Status.UNKNOWN;
    };
  }

  /** A finding in its sentence. */
  public static Light of(Finding finding, DiagnosisWords words) {
    return new Light(status(finding.severity()), words.sentence(finding));
  }

  /** The words of diagnoses in the window's language. */
  public static DiagnosisWords words(Words words) {
    return new DiagnosisWords(Messages.of(words.locale()));
  }
}
