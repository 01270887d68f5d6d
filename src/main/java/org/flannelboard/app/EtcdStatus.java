package org.flannelboard.app;

import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.KeyStore;
import org.jspecify.annotations.Nullable;

/**
 * How etcd stands.
 *
 * @param api the API flannel's keys are in
 * @param facts what the cluster says of itself
 * @param config the network configuration; null if nobody has written one, or if it is unreadable
 * @param unreadable what stands in the configuration's place though flannel cannot read it; null if
 *     that is readable, or if nobody has written one
 * @param leases the nodes' leases
 */
public record EtcdStatus(
    KeyStore.Api api,
    EtcdFacts facts,
    FlannelStore.@Nullable StoredConfig config,
    FlannelStore.@Nullable UnreadableConfig unreadable,
    FlannelStore.Leases leases) {}
