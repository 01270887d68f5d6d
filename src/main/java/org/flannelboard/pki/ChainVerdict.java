package org.flannelboard.pki;

import java.time.Instant;
import java.util.List;

/**
 * Whether a server that trusts one CA file, as etcd does, lets a client with this certificate in;
 * if not, the first reason why (RFC 5280 section 6).
 */
public sealed interface ChainVerdict {

  /** It does. */
  record Trusted() implements ChainVerdict {}

  /** Another authority issued it. */
  record WrongIssuer(String issuer, String authority) implements ChainVerdict {}

  /** An authority of the right name but with another key issued it, or it was tampered with. */
  record WrongSignature(String authority) implements ChainVerdict {}

  /** The certificate in the CA file may sign no others. */
  record IssuerNotAnAuthority(String authority) implements ChainVerdict {}

  /** The authority's own certificate has run out. */
  record IssuerExpired(String authority, Instant notAfter) implements ChainVerdict {}

  /** The authority's own certificate does not hold yet. */
  record IssuerNotYetValid(String authority, Instant notBefore) implements ChainVerdict {}

  /** It has run out. */
  record Expired(Instant notAfter) implements ChainVerdict {}

  /** It does not hold yet. */
  record NotYetValid(Instant notBefore) implements ChainVerdict {}

  /** Its extended key usages do not include client authentication. */
  record NotForClients(List<String> usages) implements ChainVerdict {
    public NotForClients {
      usages = List.copyOf(usages);
    }
  }

  /** Whether it is let in. */
  default boolean isTrusted() {
    return this instanceof Trusted;
  }
}
