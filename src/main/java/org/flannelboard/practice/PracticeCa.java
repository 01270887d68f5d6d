package org.flannelboard.practice;

import org.flannelboard.base.Secret;

/**
 * The practice cluster's certificate authority, made by whoever can make certificates.
 *
 * @param certPem the authority's certificate, found as {@code ca.pem} on every node
 * @param keyPem its private key, found as {@code ca-key.pem} on the first node
 * @param configJson cfssl's signing configuration, found as {@code ca-config.json} there
 */
public record PracticeCa(String certPem, Secret keyPem, String configJson) {}
