package org.flannelboard.practice;

import org.flannelboard.base.Secret;

/**
 * A client certificate of flannel's with its private key, signed by the practice authority.
 *
 * @param certPem the certificate
 * @param keyPem its private key
 */
public record PracticeIdentity(String certPem, Secret keyPem) {}
