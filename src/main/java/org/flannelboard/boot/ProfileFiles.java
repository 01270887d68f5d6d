package org.flannelboard.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.profile.ProfileOutcome;
import org.flannelboard.profile.ProfileYaml;
import org.jspecify.annotations.Nullable;

/** Finds the profile a command is about among this machine's files, and reads it. */
public record ProfileFiles(ProfileLocations locations) implements CliContext.ProfileFinder {

  @Override
  public ProfileOutcome find(@Nullable Path named) {
    return switch (locations.choose(named)) {
      case ProfileLocations.Choice.Chosen chosen ->
          new ProfileYaml(locations.home()).read(chosen.profile());
      case ProfileLocations.Choice.None(List<Path> looked) -> refused("profile-none", looked);
      case ProfileLocations.Choice.Several(List<Path> several) ->
          refused("profile-several", several);
    };
  }

  private static ProfileOutcome refused(String code, List<Path> files) {
    String list = String.join(", ", files.stream().map(Path::toString).toList());
    return new ProfileOutcome.Refused(
        List.of(new LocatedProblem(Problem.error("", code, Map.of("files", list)), null)));
  }
}
