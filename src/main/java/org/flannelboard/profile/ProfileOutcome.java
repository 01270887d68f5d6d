package org.flannelboard.profile;

import java.util.List;
import org.flannelboard.cluster.ClusterProfile;

/** What reading a profile came to. */
public sealed interface ProfileOutcome {

  /**
   * The file is a profile.
   *
   * @param warnings what is worth a look, in the order of the file
   */
  record Loaded(ClusterProfile profile, List<LocatedProblem> warnings) implements ProfileOutcome {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The file is no usable profile.
   *
   * @param problems everything found, warnings included, in the order of the file; at least one is
   *     an error
   */
  record Refused(List<LocatedProblem> problems) implements ProfileOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
