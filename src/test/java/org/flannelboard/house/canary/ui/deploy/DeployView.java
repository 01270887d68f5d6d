package org.flannelboard.house.canary.ui.deploy;

/** A view another view imports. */
public final class DeployView {}
