package org.flannelboard.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.util.ASN1Dump;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * What a PEM block is made of, field by field down to the ASN.1 string types, without what differs
 * between any two: serial number, times, key and signature bits.
 */
final class Anatomy {

  private Anatomy() {}

  static Map<String, String> ofCertificate(String pem) {
    X509CertificateHolder holder = certificate(pem);
    TBSCertificate body = holder.toASN1Structure().getTBSCertificate();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", body.getVersion().toString());
    fields.put("serial sign", Integer.toString(body.getSerialNumber().getValue().signum()));
    fields.put("signature", dump(body.getSignature()));
    fields.put("outer signature", dump(holder.getSignatureAlgorithm()));
    fields.put("issuer", dump(body.getIssuer()));
    fields.put("subject", dump(body.getSubject()));
    fields.put("key algorithm", dump(body.getSubjectPublicKeyInfo().getAlgorithm()));
    fields.put(
        "time types",
        body.getStartDate().toASN1Primitive().getClass().getSimpleName()
            + " "
            + body.getEndDate().toASN1Primitive().getClass().getSimpleName());
    putExtensions(fields, body.getExtensions());
    fields.put("line lengths", lineLengths(pem));
    return fields;
  }

  static Map<String, String> ofRequest(String pem) {
    try {
      PKCS10CertificationRequest request = new PKCS10CertificationRequest(der(pem));
      CertificationRequestInfo body = request.toASN1Structure().getCertificationRequestInfo();
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("type", type(pem));
      fields.put("version", body.getVersion().toString());
      fields.put("subject", dump(body.getSubject()));
      fields.put("key algorithm", dump(body.getSubjectPublicKeyInfo().getAlgorithm()));
      fields.put("attributes", dump(body.getAttributes()));
      fields.put("signature", dump(request.getSignatureAlgorithm()));
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tree of a private key, each value by its type and (but for the curve) its length. */
  static String ofKey(String pem) {
    try {
      ASN1Sequence key = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der(pem)));
      StringBuilder tree = new StringBuilder(type(pem));
      for (ASN1Encodable part : key) {
        String dump = dump(part);
        tree.append("\n").append(dump.contains("ObjectIdentifier") ? dump : shape(part));
      }
      return tree.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static X509CertificateHolder certificate(String pem) {
    try {
      return new X509CertificateHolder(der(pem));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void putExtensions(Map<String, String> fields, Extensions extensions) {
    fields.put("extensions", Arrays.toString(extensions.getExtensionOIDs()));
    for (var oid : extensions.getExtensionOIDs()) {
      Extension extension = extensions.getExtension(oid);
      boolean ofKey = oid.equals(Extension.subjectKeyIdentifier);
      fields.put(
          oid.getId(),
          (extension.isCritical() ? "critical " : "")
              + (ofKey
                  ? extension.getExtnValue().getOctets().length + " octets"
                  : dump(extension.getParsedValue())));
    }
  }

  /** Type and length; an integer may need a sign octet more in one key than in another. */
  private static String shape(ASN1Encodable part) throws IOException {
    int octets = part.toASN1Primitive().getEncoded().length;
    return part.toASN1Primitive().getClass().getSimpleName()
        + (part.toASN1Primitive() instanceof org.bouncycastle.asn1.ASN1Integer ? "" : " " + octets);
  }

  private static String lineLengths(String pem) {
    return pem.lines().limit(3).map(String::length).toList() + " " + pem.endsWith("-----\n");
  }

  private static String type(String pem) {
    return block(pem).getType();
  }

  private static byte[] der(String pem) {
    return block(pem).getContent();
  }

  private static PemObject block(String pem) {
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      return reader.readPemObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String dump(ASN1Encodable value) {
    return ASN1Dump.dumpAsString(value.toASN1Primitive(), true);
  }
}
