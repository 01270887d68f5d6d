package org.flannelboard.app;

import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.Observation;
import org.flannelboard.pki.CertificateReport;
import org.jspecify.annotations.Nullable;

/**
 * How a node stands.
 *
 * @param spec the node
 * @param view what was seen, or why nothing was
 */
public record NodeStatus(NodeSpec spec, Result<View, Failure> view) {

  /**
   * What was seen of a node.
   *
   * @param seen the node's own word
   * @param lease its lease; null if it has none, or if etcd could not be asked
   * @param certificate flannel's certificate on the node; unknown if it cannot be read
   * @param verification whether it is as a push leaves it; not checked while the leases are unknown
   */
  public record View(
      Observation seen,
      @Nullable SubnetLease lease,
      Known<CertificateReport> certificate,
      Known<Verification> verification) {}
}
