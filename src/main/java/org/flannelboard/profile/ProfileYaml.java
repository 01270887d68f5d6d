package org.flannelboard.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.ProfileRules;

/**
 * The stored form of a profile, {@code cluster.yaml}: read strictly, with everything that is wrong
 * reported at once.
 *
 * <p>What the document says and what the values mean are checked in one go. A rule about values the
 * document failed to give is left out, so that no problem is only the echo of another.
 */
public final class ProfileYaml {

  private final Path home;

  /**
   * @param home the folder that {@code ~} stands for
   */
  public ProfileYaml(Path home) {
    this.home = home;
  }

  /** Reads a profile. */
  public ProfileOutcome read(Path file) {
    try {
      return parse(Files.readAllBytes(file), file);
    } catch (NoSuchFileException e) {
      return refused("profile-missing", Map.of("file", file.toString()));
    } catch (IOException e) {
      return refused(
          "profile-unreadable", Map.of("file", file.toString(), "why", FileFailure.reason(e)));
    }
  }

  /**
   * Reads the content of a profile.
   *
   * @param file where it is from: its folder is what relative paths start from, its name the
   *     cluster's when the document has none
   */
  public ProfileOutcome parse(byte[] content, Path file) {
    Path absolute = file.toAbsolutePath();
    LocalPaths paths =
        new LocalPaths(Optional.ofNullable(absolute.getParent()).orElse(absolute), home);
    Findings findings = new Findings();
    Optional<ClusterProfile> profile =
        YamlDocument.compose(content, findings)
            .map(root -> new Value(root, "", findings))
            .flatMap(root -> new ProfileReader(paths, stem(absolute)).read(root));
    profile.ifPresent(values -> findings.addAll(ProfileRules.check(values, findings.errorPaths())));
    return profile.isPresent() && !findings.hasErrors()
        ? new ProfileOutcome.Loaded(profile.get(), findings.inReadingOrder())
        : new ProfileOutcome.Refused(findings.inReadingOrder());
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static ProfileOutcome refused(String code, Map<String, String> arguments) {
    return new ProfileOutcome.Refused(
        List.of(new LocatedProblem(Problem.error("", code, arguments), null)));
  }
}
