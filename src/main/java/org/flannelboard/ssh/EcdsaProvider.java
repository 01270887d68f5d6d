package org.flannelboard.ssh;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key factory named {@code ECDSA} that sshj insists on; the JDK's is named {@code EC}, and sshj
 * does not take its keys for ECDSA keys. BouncyCastle has one, and takes a noticeable part of a
 * short run to load, so it is registered, behind the JDK's own, when the first ECDSA key is met.
 */
final class EcdsaProvider extends Provider {

  private static final String BOUNCY_CASTLE = "org.bouncycastle.jce.provider.BouncyCastleProvider";

  EcdsaProvider() {
    super("FlannelboardEcdsa", "1", "ECDSA keys for sshj");
    putService(
        new Service(
            this,
            "KeyFactory",
            "ECDSA",
            Keys.class.getName(),
            List.of(),
            Map.<String, String>of()) {
          @Override
          public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return new Keys(bouncyCastle());
          }
        });
  }

  private static KeyFactory bouncyCastle() throws NoSuchAlgorithmException {
    try {
      Provider provider =
          (Provider) Class.forName(BOUNCY_CASTLE).getDeclaredConstructor().newInstance();
      Security.addProvider(provider); // no effect if there is one of that name
      return KeyFactory.getInstance("ECDSA", provider);
    } catch (ReflectiveOperationException e) {
      throw new NoSuchAlgorithmException("ECDSA needs BouncyCastle", e);
    }
  }

  /** Hands everything on. */
  private static final class Keys extends KeyFactorySpi {
    private final KeyFactory factory;

    Keys(KeyFactory factory) {
      this.factory = factory;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return factory.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return factory.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec)
        throws InvalidKeySpecException {
      return factory.getKeySpec(key, spec);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return factory.translateKey(key);
    }
  }
}
