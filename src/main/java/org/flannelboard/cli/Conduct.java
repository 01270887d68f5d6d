package org.flannelboard.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;

/**
 * What the command line wants of every cluster that is opened, whatever is done with it.
 *
 * @param readOnly nothing is changed on it
 * @param activity where each operation on it is appended; null for nowhere
 */
public record Conduct(boolean readOnly, @Nullable Path activity) {

  /** The reason not to open a cluster at all: the file cannot be written. */
  public Optional<Failure> refusal() {
    return activity == null
        ? Optional.empty()
        : ActivityLog.tryFile(activity.toAbsolutePath()).toFailure().map(failure -> failure);
  }

  /** Puts a cluster that was just opened under it; gives the reason if that cannot be done. */
  public Optional<Failure> on(Cluster cluster) {
    if (readOnly) {
      cluster.restrict();
    }
    if (activity == null) {
      return Optional.empty();
    }
    Result<Path, FileFailure> appending = cluster.activity().appendTo(activity.toAbsolutePath());
    return appending.toFailure().map(failure -> failure);
  }
}
