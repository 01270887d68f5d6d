package org.flannelboard.pki;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;

/** Expected ways for work with certificates to fail. {@code file} is the label the caller gave. */
public sealed interface PkiFailure extends Failure {

  /** This failure, or each of those it bundles: one message line apiece. */
  default List<PkiFailure> parts() {
    return List.of(this);
  }

  /** One failure for a list that is not empty. */
  static PkiFailure of(List<PkiFailure> failures) {
    return failures.size() == 1 ? failures.getFirst() : new Several(failures);
  }

  /** More than one thing is wrong. */
  record Several(List<PkiFailure> failures) implements PkiFailure {
    public Several {
      failures = failures.stream().flatMap(failure -> failure.parts().stream()).toList();
    }

    @Override
    public List<PkiFailure> parts() {
      return failures;
    }

    @Override
    public String code() {
      return "certificate-problems";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("count", Integer.toString(failures.size()));
    }
  }

  /** A file holds no certificate or key of a form known here, or is cut short. */
  record PemUnreadable(String file, Kind kind, String why) implements PkiFailure {

    /** What the file should hold. */
    public enum Kind {
      CERTIFICATE,
      PRIVATE_KEY
    }

    @Override
    public String code() {
      return kind == Kind.CERTIFICATE ? "certificate-unreadable" : "private-key-unreadable";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "why", why);
    }
  }

  /** A private key is encrypted and no passphrase was given. */
  record PassphraseMissing(String file) implements PkiFailure {
    @Override
    public String code() {
      return "passphrase-missing";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file);
    }
  }

  /** The passphrase does not open the private key. */
  record PassphraseWrong(String file) implements PkiFailure {
    @Override
    public String code() {
      return "passphrase-wrong";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file);
    }
  }

  /** The private key is not the one the certificate was made for. */
  record KeyMismatch(String file, String certificateFile) implements PkiFailure {
    @Override
    public String code() {
      return "key-mismatch";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "certificate", certificateFile);
    }
  }

  /** The certificate may not sign others (RFC 5280 sections 4.2.1.3 and 4.2.1.9). */
  record NotAnAuthority(String file, String subject) implements PkiFailure {
    @Override
    public String code() {
      return "not-a-ca";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "subject", subject);
    }
  }

  /** The authority's own certificate has run out. */
  record AuthorityExpired(String file, Instant notAfter) implements PkiFailure {
    @Override
    public String code() {
      return "ca-expired";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "notAfter", notAfter.toString());
    }
  }

  /** The authority's own certificate is from the future; perhaps this machine's clock is wrong. */
  record AuthorityNotYetValid(String file, Instant notBefore, Instant now) implements PkiFailure {
    @Override
    public String code() {
      return "ca-not-yet-valid";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "file",
          file,
          "notBefore",
          notBefore.toString(),
          "now",
          now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  /** A file is not JSON. Line and column count from one. */
  record JsonMalformed(String file, int line, int column, String why) implements PkiFailure {
    @Override
    public String code() {
      return "json-malformed";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "file",
          file,
          "line",
          Integer.toString(line),
          "column",
          Integer.toString(column),
          "why",
          why);
    }
  }

  /** A key that cfssl does not know at this place, most often a slip of the pen. */
  record JsonKeyUnknown(String file, String path, List<String> known) implements PkiFailure {
    public JsonKeyUnknown {
      known = List.copyOf(known);
    }

    @Override
    public String code() {
      return "json-key-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "path", path, "known", String.join(", ", known));
    }
  }

  /** A value is missing or of the wrong type. */
  record JsonValueBad(String file, String path, String value, String expected)
      implements PkiFailure {
    @Override
    public String code() {
      return "json-value-bad";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "path", path, "value", value, "expected", expected);
    }
  }

  /** A usage that cfssl has no such spelling for. */
  record UsageUnknown(String file, String path, String usage) implements PkiFailure {
    @Override
    public String code() {
      return "usage-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "file", file, "path", path, "usage", usage, "known", String.join(", ", Usage.names()));
    }
  }

  /** An expiry that is no positive Go duration such as {@code 87600h}; empty when missing. */
  record ExpiryBad(String file, String path, String value) implements PkiFailure {
    @Override
    public String code() {
      return "expiry-bad";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "path", path, "value", value);
    }
  }

  /** The signing configuration has no profile of that name. */
  record ProfileUnknown(String file, String profile, List<String> known) implements PkiFailure {
    public ProfileUnknown {
      known = List.copyOf(known);
    }

    @Override
    public String code() {
      return "signing-profile-unknown";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "profile", profile, "known", String.join(", ", known));
    }
  }

  /** The profile asks for something that is not done here, and leaving it out would be wrong. */
  record ProfileUnsupported(String file, String profile, List<String> fields)
      implements PkiFailure {
    public ProfileUnsupported {
      fields = List.copyOf(fields);
    }

    @Override
    public String code() {
      return "signing-profile-unsupported";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "profile", profile, "fields", String.join(", ", fields));
    }
  }

  /** A certificate request asks for something that cannot be. */
  record RequestFieldBad(String file, String path, String value, String expected)
      implements PkiFailure {
    @Override
    public String code() {
      return "request-field-bad";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file, "path", path, "value", value, "expected", expected);
    }
  }
}
