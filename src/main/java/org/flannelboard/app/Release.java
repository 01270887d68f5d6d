package org.flannelboard.app;

import org.flannelboard.node.Content;

/**
 * What a flannel release archive holds that a node needs.
 *
 * @param flanneld the daemon
 * @param mkDockerOpts the script that turns its subnet into docker's options
 */
public record Release(Content flanneld, Content mkDockerOpts) {}
