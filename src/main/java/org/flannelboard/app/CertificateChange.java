package org.flannelboard.app;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.pki.CertificateInspector;
import org.flannelboard.pki.CertificatePem;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.pki.PkiFailure;
import org.jspecify.annotations.Nullable;

/**
 * A file that a distribution writes, or a unit it restarts, in short texts.
 *
 * @param node where
 * @param what the file's path or the unit's name
 * @param mode mode and owner of the file afterwards; empty for a unit
 * @param before short fingerprint of what is there; empty if nothing is, or for a unit
 * @param after short fingerprint of what will be there; empty for a unit
 */
public record CertificateChange(
    NodeId node, String what, String mode, String before, String after) {

  /** The changes of a proposal, node by node. */
  public static List<CertificateChange> of(Proposal proposal) {
    return proposal.plan().nodes().stream().flatMap(CertificateChange::of).toList();
  }

  private static Stream<CertificateChange> of(NodePlan plan) {
    return plan.changes().stream()
        .flatMap(
            step ->
                switch (step) {
                  case Step.PutFile put -> Stream.of(of(put));
                  case Step.ControlUnit control ->
                      Stream.of(new CertificateChange(plan.node(), control.unit(), "", "", ""));
                  case Step.InSync _,
                      Step.ReloadUnits _,
                      Step.PutConfig _,
                      Step.ChangeKernel _,
                      Step.RemoveLease _,
                      Step.Verify _ ->
                      Stream.<CertificateChange>empty();
                });
  }

  private static CertificateChange of(Step.PutFile put) {
    FileState.Regular before = put.before() instanceof FileState.Regular file ? file : null;
    Content after = put.write().content();
    String mode =
        "%04o %s:%s".formatted(put.write().mode(), put.write().owner(), put.write().group());
    return new CertificateChange(
        put.node(),
        put.write().path().text(),
        mode,
        before == null ? "" : fingerprint(put.id(), before.content(), before.digest()),
        fingerprint(put.id(), after, after.digest()));
  }

  /** The fingerprint people compare for a certificate; for a key the file's digest. */
  private static String fingerprint(StepId id, @Nullable Content content, Digest digest) {
    if (id == StepId.CERTIFICATE_KEY || content == null) {
      return digest.brief();
    }
    Result<CertificateReport, PkiFailure> report =
        CertificateInspector.inspect(
            new CertificatePem("", content.text()), null, null, Instant.EPOCH);
    return report.toOptional().map(CertificateReport::fingerprint).orElse(digest).brief();
  }
}
