package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/** The incident that is open, and what has been told of it. For one thread. */
final class IncidentBook {

  private final Set<Subject.OnPair> told = new HashSet<>();
  private final List<Finding> causes = new ArrayList<>();
  private @Nullable Instant began;
  private @Nullable Instant green;

  /** Takes note of what turned red. */
  void red(Set<Subject.OnPair> red, Function<Subject.OnPair, Instant> since) {
    if (began == null) {
      began = red.stream().map(since).min(Instant::compareTo).orElse(null);
    }
  }

  /** The incident as it is to be told after a diagnosis; empty where all of it was told before. */
  Optional<Incident> diagnosed(Diagnostics.Report report, Set<Subject.OnPair> red) {
    Set<Subject.OnPair> news = new HashSet<>(red);
    news.removeAll(told);
    if (began == null || news.isEmpty()) {
      return Optional.empty();
    }
    List<Finding> found = Incident.causes(report, news);
    boolean known =
        !told.isEmpty()
            && !found.isEmpty()
            && found.stream().allMatch(finding -> isTold(finding.id()))
            && found.stream().flatMap(it -> it.pairs().stream()).toList().containsAll(news);
    told.addAll(news);
    if (known) {
      return Optional.empty();
    }
    found.stream().filter(finding -> !isTold(finding.id())).forEach(causes::add);
    return Optional.of(new Incident(began, news, found, null));
  }

  private boolean isTold(String id) {
    return causes.stream().anyMatch(cause -> cause.id().equals(id));
  }

  /**
   * The incident as it is to be told when it is over; empty while it is not, and where nobody was
   * told of it.
   *
   * @param calm how long nothing may have been red for that
   */
  Optional<Incident> over(Set<Subject.OnPair> red, Instant now, Duration calm) {
    if (began == null || !red.isEmpty()) {
      green = null;
      return Optional.empty();
    }
    green = green == null ? now : green;
    if (now.isBefore(green.plus(calm))) {
      return Optional.empty();
    }
    Optional<Incident> over =
        told.isEmpty() ? Optional.empty() : Optional.of(new Incident(began, told, causes, green));
    began = null;
    green = null;
    told.clear();
    causes.clear();
    return over;
  }
}
