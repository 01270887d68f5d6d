package org.flannelboard.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.node.FileState;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;

/**
 * What a journal has to name before a plan is applied. A push that resumes an interrupted one goes
 * on in its generation, so that undoing leads back to before the first attempt.
 */
final class GenerationPlan {

  private GenerationPlan() {}

  static Journal.Generation of(
      NodePlan plan,
      Observation seen,
      ClusterProfile profile,
      Journal journal,
      NodeJournal store,
      String now) {
    Journal.Generation begun =
        journal
            .interrupted()
            .orElseGet(
                () ->
                    new Journal.Generation(
                        journal.nextNumber(),
                        now,
                        Journal.State.OPEN,
                        appearing(seen, profile),
                        units(seen, profile),
                        List.of(),
                        null));
    List<Journal.FileBefore> files = new ArrayList<>(begun.files());
    for (Step step : plan.changes()) {
      if (step instanceof Step.PutFile put && !names(files, put.write().path())) {
        files.add(before(put, store.kept(begun.number(), put.write().path())));
      }
    }
    return new Journal.Generation(
        begun.number(),
        begun.startedAt(),
        Journal.State.OPEN,
        files,
        begun.units(),
        begun.createdDirectories(),
        null);
  }

  /**
   * The files flanneld and its helper are about to write themselves. Docker reads one of them and
   * flanneld the other, so that left behind they would outlast the push. While flanneld runs they
   * are its own affair.
   */
  private static List<Journal.FileBefore> appearing(Observation seen, ClusterProfile profile) {
    if (seen.unit("flanneld.service").active()) {
      return List.of();
    }
    return Stream.of(profile.paths().dockerOptions(), profile.paths().subnetEnv())
        .filter(path -> seen.file(path) instanceof FileState.Absent)
        .map(path -> new Journal.FileBefore(path, null, null))
        .toList();
  }

  private static List<Journal.UnitBefore> units(Observation seen, ClusterProfile profile) {
    return List.of(
        before(seen.unit("flanneld.service")), before(seen.unit(profile.docker().unit())));
  }

  private static Journal.UnitBefore before(UnitState unit) {
    return new Journal.UnitBefore(unit.name(), unit.enabled(), unit.active());
  }

  private static boolean names(List<Journal.FileBefore> files, RemotePath path) {
    return files.stream().anyMatch(file -> file.path().equals(path));
  }

  private static Journal.FileBefore before(Step.PutFile put, RemotePath kept) {
    return put.before() instanceof FileState.Regular file
        ? new Journal.FileBefore(put.write().path(), file.digest().sha256(), kept)
        : new Journal.FileBefore(put.write().path(), null, null);
  }
}
