package org.flannelboard.ui.certificates;

import org.flannelboard.app.CertificateState;
import org.flannelboard.pki.ChainVerdict;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** States of certificates in words and glyphs; no two share both. */
final class CertificateWords {

  private CertificateWords() {}

  static Light light(CertificateState state, Words words) {
    return switch (state) {
      case GOOD -> new Light(Status.OK, words.text("certificates.state.good"));
      case DIFFERS -> new Light(Status.WARNING, words.text("certificates.state.differs"));
      case EXPIRING -> new Light(Status.WARNING, words.text("certificates.state.expiring"));
      case MISSING -> new Light(Status.UNKNOWN, words.text("certificates.state.missing"));
      case NOT_YET_VALID ->
          new Light(Status.FAILED, words.text("certificates.state.not-yet-valid"));
      case UNTRUSTED -> new Light(Status.FAILED, words.text("certificates.state.untrusted"));
      case KEY_WRONG -> new Light(Status.FAILED, words.text("certificates.state.key-wrong"));
      case EXPIRED -> new Light(Status.FAILED, words.text("certificates.state.expired"));
      case UNREADABLE -> new Light(Status.FAILED, words.text("certificates.state.unreadable"));
      case UNREACHABLE -> new Light(Status.UNKNOWN, words.text("certificates.state.unreachable"));
    };
  }

  /** The Feather icon of a state. */
  static String glyph(CertificateState state) {
    return switch (state) {
      case GOOD -> "fth-check-circle";
      case DIFFERS -> "fth-alert-triangle";
      case EXPIRING -> "fth-bell";
      case MISSING -> "fth-minus-circle";
      case NOT_YET_VALID -> "fth-calendar";
      case UNTRUSTED -> "fth-shield-off";
      case KEY_WRONG -> "fth-key";
      case EXPIRED -> "fth-x-circle";
      case UNREADABLE -> "fth-file-minus";
      case UNREACHABLE -> "fth-wifi-off";
    };
  }

  /** Why the CA does not vouch for it, in a word or two. */
  static String verdict(ChainVerdict verdict, Words words) {
    return switch (verdict) {
      case ChainVerdict.Trusted _ -> words.text("certificates.chain.trusted");
      case ChainVerdict.WrongIssuer _ -> words.text("certificates.chain.wrong-ca");
      case ChainVerdict.WrongSignature _ -> words.text("certificates.chain.wrong-signature");
      case ChainVerdict.IssuerNotAnAuthority _ -> words.text("certificates.chain.no-ca");
      case ChainVerdict.IssuerExpired _ -> words.text("certificates.chain.ca-expired");
      case ChainVerdict.IssuerNotYetValid _ -> words.text("certificates.chain.ca-not-yet-valid");
      case ChainVerdict.Expired _ -> words.text("certificates.state.expired");
      case ChainVerdict.NotYetValid _ -> words.text("certificates.state.not-yet-valid");
      case ChainVerdict.NotForClients _ -> words.text("certificates.chain.not-for-clients");
    };
  }
}
