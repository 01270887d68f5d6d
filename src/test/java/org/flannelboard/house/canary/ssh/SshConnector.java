package org.flannelboard.house.canary.ssh;

/** An adapter that only boot may choose. */
public final class SshConnector {}
