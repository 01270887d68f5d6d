package org.flannelboard.pki;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.flannelboard.cluster.CertificateSpec.Request;

/**
 * The subject a request leads to, encoded as cfssl does it: attributes in a fixed order whatever
 * the file's, all values of one attribute in one RDN, PrintableString wherever it suffices.
 */
final class SubjectName {

  /** Attributes a request's {@code names} may hold, in the order of the encoding. */
  static final List<String> ATTRIBUTES = List.of("C", "ST", "L", "O", "OU");

  private static final Map<String, ASN1ObjectIdentifier> TYPES = types();

  private SubjectName() {}

  static X500Name of(Request request) {
    List<RDN> rdns = new ArrayList<>();
    TYPES.forEach(
        (attribute, type) -> {
          AttributeTypeAndValue[] values =
              request.names().stream()
                  .map(name -> name.getOrDefault(attribute, ""))
                  .filter(value -> !value.isEmpty())
                  .map(value -> new AttributeTypeAndValue(type, encode(value)))
                  .toArray(AttributeTypeAndValue[]::new);
          if (values.length > 0) {
            rdns.add(new RDN(values));
          }
        });
    rdns.add(new RDN(BCStyle.CN, encode(request.commonName())));
    return new X500Name(BCStyle.INSTANCE, rdns.toArray(RDN[]::new));
  }

  /** The name as people write it, in the order of the encoding: {@code C=CN,…,CN=flanneld}. */
  static String text(X500Name name) {
    return BCStyle.INSTANCE.toString(name);
  }

  private static ASN1Encodable encode(String value) {
    return DERPrintableString.isPrintableString(value)
        ? new DERPrintableString(value)
        : new DERUTF8String(value);
  }

  private static Map<String, ASN1ObjectIdentifier> types() {
    Map<String, ASN1ObjectIdentifier> types = new LinkedHashMap<>();
    types.put("C", BCStyle.C);
    types.put("ST", BCStyle.ST);
    types.put("L", BCStyle.L);
    types.put("O", BCStyle.O);
    types.put("OU", BCStyle.OU);
    return types;
  }
}
