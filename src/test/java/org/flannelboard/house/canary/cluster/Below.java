package org.flannelboard.house.canary.cluster;

import org.flannelboard.house.canary.base.LooseValues;

/** The other half of a cycle: base looks up to cluster, cluster down to base. */
public final class Below {
  Class<?> below() {
    return LooseValues.class;
  }
}
