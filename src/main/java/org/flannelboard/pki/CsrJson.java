package org.flannelboard.pki;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.pki.PkiFailure.RequestFieldBad;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** cfssl's stored form of a certificate request: the guide's {@code flannel-csr.json}. */
public final class CsrJson {

  /** What cfssl makes of a request that names no key (cfssl, csr/csr.go: {@code NewKeyRequest}). */
  private static final Key DEFAULT_KEY = new Key("ecdsa", 256);

  private static final List<String> KEYS = List.of("CN", "hosts", "key", "names");

  /** What cfssl knows and is not done here; better refused than left out. */
  private static final List<String> UNSUPPORTED_KEYS =
      List.of("ca", "serialnumber", "delegation_enabled", "extensions", "crl_url");

  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private CsrJson() {}

  /** Reads the file; names everything wrong with it at once. */
  public static Result<Request, PkiFailure> parse(String label, String json) {
    return StrictJson.tree(label, json).flatMap(root -> read(new StrictJson(label), root));
  }

  /** The file that {@link #parse} and cfssl read back as this request. */
  public static String write(Request request) {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("CN", request.commonName());
    request.hosts().forEach(root.putArray("hosts")::add);
    root.putObject("key").put("algo", request.key().algorithm()).put("size", request.key().size());
    var names = root.putArray("names");
    for (Map<String, String> name : request.names()) {
      ObjectNode attributes = names.addObject();
      SubjectName.ATTRIBUTES.stream()
          .filter(name::containsKey)
          .forEach(attribute -> attributes.put(attribute, name.get(attribute)));
    }
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);
    return mapper.writer().with(printer).writeValueAsString(root) + "\n";
  }

  private static Result<Request, PkiFailure> read(StrictJson json, JsonNode root) {
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(UNSUPPORTED_KEYS);
    Optional<JsonNode> object = json.object(root, "", known);
    if (object.isEmpty()) {
      return json.finish(new Request("", List.of(), DEFAULT_KEY, List.of()));
    }
    JsonNode file = object.get();
    for (String key : UNSUPPORTED_KEYS) {
      StrictJson.present(file, key)
          .ifPresent(
              node ->
                  json.note(
                      new RequestFieldBad(
                          json.label(), key, node.toString(), "left out: it is not supported")));
    }
    Request request =
        new Request(
            json.text(file, "", "CN").orElse(""),
            json.texts(file, "", "hosts"),
            StrictJson.present(file, "key").map(node -> readKey(json, node)).orElse(DEFAULT_KEY),
            readNames(json, file));
    RequestRules.check(json.label(), request).forEach(json::note);
    return json.finish(request);
  }

  private static Key readKey(StrictJson json, JsonNode node) {
    return json.object(node, "key", List.of("algo", "size"))
        .map(
            key ->
                new Key(
                    json.text(key, "key", "algo").orElse(""),
                    json.integer(key, "key", "size").orElse(0)))
        .orElse(DEFAULT_KEY);
  }

  private static List<Map<String, String>> readNames(StrictJson json, JsonNode file) {
    List<Map<String, String>> names = new ArrayList<>();
    List<JsonNode> nodes = json.list(file, "", "names");
    for (int i = 0; i < nodes.size(); i++) {
      String path = "names[" + i + "]";
      Map<String, String> attributes = new HashMap<>();
      json.object(nodes.get(i), path, SubjectName.ATTRIBUTES)
          .ifPresent(
              name ->
                  SubjectName.ATTRIBUTES.forEach(
                      attribute ->
                          json.text(name, path, attribute)
                              .ifPresent(value -> attributes.put(attribute, value))));
      names.add(attributes);
    }
    return names;
  }
}
