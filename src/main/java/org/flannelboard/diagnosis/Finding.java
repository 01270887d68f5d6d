package org.flannelboard.diagnosis;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cause that was found, or the honest statement that none was.
 *
 * @param code what it is
 * @param severity how much it matters
 * @param subject whom it is about
 * @param direction which way packets are lost
 * @param arguments of its sentence, by name
 * @param evidence what was seen, the deciding line first; never empty
 * @param pairs ordered pairs whose cell it explains
 * @param dependsOn ids of findings whose consequence it is; those are shown, it is not
 * @param remedies what to do, the least invasive first; never empty for what matters
 */
public record Finding(
    FindingCode code,
    Severity severity,
    Subject subject,
    Direction direction,
    SortedMap<String, String> arguments,
    List<Evidence> evidence,
    Set<Subject.OnPair> pairs,
    Set<String> dependsOn,
    List<Remedy> remedies) {

  public Finding {
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    evidence = List.copyOf(evidence);
    pairs = Set.copyOf(pairs);
    dependsOn = Set.copyOf(dependsOn);
    remedies = List.copyOf(remedies);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException(code + " without evidence");
    }
    if (remedies.isEmpty() && severity != Severity.INFO) {
      throw new IllegalArgumentException(code + " with nothing to do about it");
    }
  }

  /** A finding that depends on nothing. */
  public static Finding of(
      FindingCode code,
      Severity severity,
      Subject subject,
      Direction direction,
      Map<String, String> arguments,
      List<Evidence> evidence,
      List<Remedy> remedies) {
    return new Finding(
        code,
        severity,
        subject,
        direction,
        new TreeMap<>(arguments),
        evidence,
        Set.of(),
        Set.of(),
        remedies);
  }

  /** The same from one look at the cluster to the next: {@code route-missing@vm01>vm02}. */
  public String id() {
    return code.code() + "@" + subject.text();
  }

  /** The same, explaining these pairs. */
  public Finding explaining(Set<Subject.OnPair> explained) {
    return new Finding(
        code, severity, subject, direction, arguments, evidence, explained, dependsOn, remedies);
  }

  /** The same, mattering more or less. */
  public Finding weighing(Severity weight) {
    return new Finding(
        code, weight, subject, direction, arguments, evidence, pairs, dependsOn, remedies);
  }

  /** The same, as a consequence of others. */
  public Finding after(Set<String> causes) {
    return new Finding(
        code, severity, subject, direction, arguments, evidence, pairs, causes, remedies);
  }

  /** Whether nothing else explains it. */
  public boolean root() {
    return dependsOn.isEmpty();
  }
}
