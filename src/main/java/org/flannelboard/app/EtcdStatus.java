package org.flannelboard.app;

import java.util.Optional;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.KeyStore;

/**
 * How etcd stands.
 *
 * @param api the API flannel's keys are in
 * @param facts what the cluster says of itself
 * @param config the network configuration; empty if nobody has written one
 * @param leases the nodes' leases
 */
public record EtcdStatus(
    KeyStore.Api api,
    EtcdFacts facts,
    Optional<FlannelStore.StoredConfig> config,
    FlannelStore.Leases leases) {}
