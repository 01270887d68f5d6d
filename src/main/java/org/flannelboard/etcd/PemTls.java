package org.flannelboard.etcd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;

/**
 * Mutual TLS from PEM text, without a file and without a key store password.
 *
 * @param keyManager presents our certificate, whichever the server asks for
 * @param trustManager accepts what our CA signed and nothing else
 */
public record PemTls(KeyManager keyManager, TrustManager trustManager) {

  /** Reads the material; a failure names the part that cannot be used. */
  public static Result<PemTls, StoreFailure> of(EtcdAccess.Tls tls) {
    return certificates("CA", tls.caPem())
        .flatMap(
            ca ->
                certificates("certificate", tls.certificatePem())
                    .flatMap(
                        chain ->
                            PemKey.parse(tls.keyPem()).flatMap(key -> assemble(ca, chain, key))));
  }

  /** A context for {@code java.net.http}. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keyManager}, new TrustManager[] {trustManager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static Result<X509Certificate[], StoreFailure> certificates(String what, String pem) {
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      return found.isEmpty()
          ? Result.err(new StoreFailure.TlsMaterial(what, "holds no certificate"))
          : Result.ok(found.toArray(X509Certificate[]::new));
    } catch (CertificateException e) {
      return Result.err(new StoreFailure.TlsMaterial(what, "is no PEM certificate"));
    }
  }

  private static Result<PemTls, StoreFailure> assemble(
      X509Certificate[] ca, X509Certificate[] chain, PrivateKey key) {
    if (!belongs(key, chain[0])) {
      return Result.err(new StoreFailure.TlsMaterial("key", "does not belong to the certificate"));
    }
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < ca.length; i++) {
        trusted.setCertificateEntry("ca" + i, ca[i]);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trusted);
      return Result.ok(new PemTls(new OneKey(key, chain), factory.getTrustManagers()[0]));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("an empty key store in memory cannot fail", e);
    }
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] probe = certificate.getSerialNumber().toByteArray();
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      signer.initVerify(certificate.getPublicKey());
      signer.update(probe);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * A key manager with one key, presented even if the server names other authorities: its refusal
   * then says what is wrong with the certificate, not that there was none.
   */
  private static final class OneKey extends X509ExtendedKeyManager {

    private static final String ALIAS = "client";

    private final PrivateKey key;
    private final X509Certificate[] chain;

    OneKey(PrivateKey key, X509Certificate[] chain) {
      this.key = key;
      this.chain = chain;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
