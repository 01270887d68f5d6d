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
 * @param config the network configuration; null if nobody has written one
 * @param leases the nodes' leases
 */
public record EtcdStatus(
    KeyStore.Api api,
    EtcdFacts facts,
    FlannelStore.@Nullable StoredConfig config,
    FlannelStore.Leases leases) {}
