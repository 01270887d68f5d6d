package org.flannelboard.app;

import java.time.Instant;
import java.util.Map;
import org.flannelboard.base.Failure;

/** Something a person should know of a node's certificate. */
public sealed interface CertificateFinding extends Failure {

  /** How the certificate stands if this is the gravest finding. */
  CertificateState state();

  /** There is no certificate file. */
  record Missing(String node, String path) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.MISSING;
    }

    @Override
    public String code() {
      return "certificate-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "path", path);
    }
  }

  /** The certificate file holds no certificate, or cannot be read. */
  record Unreadable(String node, String path, String why) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.UNREADABLE;
    }

    @Override
    public String code() {
      return "certificate-not-readable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "path", path, "why", why);
    }
  }

  /** There is no private key beside the certificate. */
  record KeyMissing(String node, String path) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.KEY_WRONG;
    }

    @Override
    public String code() {
      return "certificate-key-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "path", path);
    }
  }

  /** The private key holds none, or cannot be read. */
  record KeyUnreadable(String node, String path, String why) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.KEY_WRONG;
    }

    @Override
    public String code() {
      return "certificate-key-not-readable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "path", path, "why", why);
    }
  }

  /** The private key was made for another certificate. */
  record KeyMismatch(String node, String path, String key) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.KEY_WRONG;
    }

    @Override
    public String code() {
      return "certificate-key-mismatch";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "path", path, "key", key);
    }
  }

  /** It has run out. */
  record Expired(String node, Instant notAfter) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.EXPIRED;
    }

    @Override
    public String code() {
      return "certificate-expired";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "notAfter", notAfter.toString());
    }
  }

  /** It runs out within {@link FlannelCertificate#RENEW_BEFORE}. */
  record Expiring(String node, long days, Instant notAfter) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.EXPIRING;
    }

    @Override
    public String code() {
      return "certificate-expiring";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "days", Long.toString(days), "notAfter", notAfter.toString());
    }
  }

  /** It runs out that soon because its authority does, so that a new one would hold no longer. */
  record ExpiringWithAuthority(String node, long days, Instant notAfter)
      implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.EXPIRING;
    }

    @Override
    public String code() {
      return "certificate-expiring-with-ca";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "days", Long.toString(days), "notAfter", notAfter.toString());
    }
  }

  /** The authority has run out, and with it all that it issued. */
  record AuthorityEnded(String node, String file, Instant notAfter) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.EXPIRED;
    }

    @Override
    public String code() {
      return "certificate-ca-ended";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "file", file, "notAfter", notAfter.toString());
    }
  }

  /** The authority does not hold yet, nor does what it issued. */
  record AuthorityNotBegun(String node, String file, Instant notBefore)
      implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.NOT_YET_VALID;
    }

    @Override
    public String code() {
      return "certificate-ca-not-begun";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "file", file, "notBefore", notBefore.toString());
    }
  }

  /** It does not hold yet. */
  record NotYetValid(String node, Instant notBefore) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.NOT_YET_VALID;
    }

    @Override
    public String code() {
      return "certificate-not-yet-valid";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "notBefore", notBefore.toString());
    }
  }

  /** Another authority issued it than the one in that file. */
  record WrongAuthority(String node, String issuer, String authority, String file)
      implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.UNTRUSTED;
    }

    @Override
    public String code() {
      return "certificate-wrong-ca";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "issuer", issuer, "authority", authority, "file", file);
    }
  }

  /** The authority bears the right name, but its signature is not on the certificate. */
  record NotVouchedFor(String node, String authority, String file) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.UNTRUSTED;
    }

    @Override
    public String code() {
      return "certificate-signature-wrong";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "authority", authority, "file", file);
    }
  }

  /** The authority in that file vouches for nothing now, or ever. */
  record AuthorityUnusable(String node, String authority, String file, String why)
      implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.UNTRUSTED;
    }

    @Override
    public String code() {
      return "certificate-ca-unusable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "authority", authority, "file", file, "why", why);
    }
  }

  /** The node has no CA file to check etcd and this certificate with. */
  record AuthorityMissing(String node, String file) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.UNTRUSTED;
    }

    @Override
    public String code() {
      return "certificate-ca-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "file", file);
    }
  }

  /** Its extended key usages do not let a client show it. */
  record NotForClients(String node, String usages) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.UNTRUSTED;
    }

    @Override
    public String code() {
      return "certificate-not-for-clients";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "usages", usages);
    }
  }

  /** Others on the node can read the private key, or change the certificate. */
  record ModeOpen(String node, String path, String mode, String wanted)
      implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.DIFFERS;
    }

    @Override
    public String code() {
      return "certificate-mode-open";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "path", path, "mode", mode, "wanted", wanted);
    }
  }

  /** It says something else than the profile asks. */
  record NotAsRequested(String node, String differences) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.DIFFERS;
    }

    @Override
    public String code() {
      return "certificate-not-as-requested";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "differences", differences);
    }
  }

  /** flanneld was started with another certificate file. */
  record OtherFileInUse(String node, String used, String path) implements CertificateFinding {
    @Override
    public CertificateState state() {
      return CertificateState.DIFFERS;
    }

    @Override
    public String code() {
      return "certificate-other-in-use";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node, "used", used, "path", path);
    }
  }
}
