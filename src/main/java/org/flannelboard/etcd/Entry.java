package org.flannelboard.etcd;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value at a revision.
 *
 * @param revision when the value was written
 * @param ttl time left; null if the key does not expire
 */
public record Entry(String key, String value, Revision revision, @Nullable Duration ttl) {}
