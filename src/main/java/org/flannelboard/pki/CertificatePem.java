package org.flannelboard.pki;

/**
 * The text of a certificate file. Where it holds several, the first is the one meant.
 *
 * @param label what messages call it: the file name
 * @param text its content
 */
public record CertificatePem(String label, String text) {}
