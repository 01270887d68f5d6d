package org.flannelboard.boot;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Goes once through the algorithms that an SSH connection negotiates with today's servers. */
final class CryptoRehearsal {

  private CryptoRehearsal() {}

  static void run() throws GeneralSecurityException {
    KeyPair agreed = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(agreed.getPrivate(), NamedParameterSpec.X25519);
    agreement.doPhase(agreed.getPublic(), true);
    SecretKeySpec key = new SecretKeySpec(agreement.generateSecret(), 0, 16, "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
    byte[] text = cipher.doFinal(new byte[64]);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    mac.doFinal(text);
    for (List<String> kind :
        List.of(
            List.of("Ed25519", "Ed25519"),
            List.of("EC", "SHA256withECDSA"),
            List.of("RSA", "SHA512withRSA"))) {
      KeyPair pair = KeyPairGenerator.getInstance(kind.getFirst()).generateKeyPair();
      Signature signature = Signature.getInstance(kind.getLast());
      signature.initSign(pair.getPrivate());
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(pair.getPublic());
      signature.update(text);
      signature.verify(signed);
    }
  }
}
