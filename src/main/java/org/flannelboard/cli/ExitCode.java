package org.flannelboard.cli;

import org.flannelboard.app.AppFailure;
import org.flannelboard.app.PracticeFailure;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.apply.ApplyFailure;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.pki.PkiFailure;
import org.flannelboard.profile.FileFailure;

/** What a command tells its caller; stable, for monitoring. */
enum ExitCode {
  /** Everything is as it should be, by measurement. */
  AS_IT_SHOULD(0),
  /** Something is not: a red cell, a difference, a step that failed. */
  SOMETHING_IS_NOT(1),
  /** The command or the profile is wrong; nothing was begun. */
  WRONG_USAGE(2),
  /** It could not be found out. */
  COULD_NOT_FIND_OUT(3);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** The code for a command that ended before it had anything to tell. */
  static ExitCode of(Failure failure) {
    return switch (failure) {
      case NodeFailure.ReadOnly _, StoreFailure.ReadOnly _ -> WRONG_USAGE;
      case NodeFailure _, StoreFailure _ -> COULD_NOT_FIND_OUT;
      case AppFailure.NoClientCertificate _, AppFailure.DownloadFailed _ -> COULD_NOT_FIND_OUT;
      case ApplyFailure _,
          AppFailure.ConfigChangedMeanwhile _,
          AppFailure.WriteInDoubt _,
          AppFailure.FindingGone _,
          AppFailure.FindingChanged _,
          AppFailure.LeaseChangedMeanwhile _,
          AppFailure.NothingToPush _,
          Problem _ ->
          SOMETHING_IS_NOT;
      case AppFailure _,
          PracticeFailure _,
          PkiFailure _,
          FileFailure _,
          NetworkDocument.NotJson _ ->
          WRONG_USAGE;
      default -> COULD_NOT_FIND_OUT;
    };
  }
}
