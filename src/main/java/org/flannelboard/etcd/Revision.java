package org.flannelboard.etcd;

/**
 * A point in a store's history: {@code modifiedIndex} in v2, {@code mod_revision} in v3.
 *
 * @param number comparable within one API of one cluster only
 */
public record Revision(long number) {}
