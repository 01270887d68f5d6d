package org.flannelboard.pki;

import org.flannelboard.base.Secret;

/**
 * A new certificate and all that came about with it: what {@code cfssljson -bare} writes.
 *
 * @param certificatePem {@code flannel.pem}
 * @param keyPem {@code flannel-key.pem}: PKCS#1 for RSA, SEC 1 for ECDSA
 * @param csrPem {@code flannel.csr}
 */
public record IssuedCertificate(String certificatePem, Secret keyPem, String csrPem) {}
