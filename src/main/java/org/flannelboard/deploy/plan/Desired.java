package org.flannelboard.deploy.plan;

import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.Content;

/**
 * How every node shall be.
 *
 * @param profile the cluster
 * @param flanneld the daemon, from the release archive
 * @param mkDockerOpts its helper, from the release archive
 * @param ca the CA's certificate
 * @param certificate flannel's certificate
 * @param key its private key
 */
public record Desired(
    ClusterProfile profile,
    Content flanneld,
    Content mkDockerOpts,
    Content ca,
    Content certificate,
    Content key) {}
