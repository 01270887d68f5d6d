package org.flannelboard.pki;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Result;
import org.flannelboard.pki.PkiFailure.ExpiryBad;
import org.flannelboard.pki.PkiFailure.JsonValueBad;
import org.flannelboard.pki.PkiFailure.ProfileUnknown;
import org.flannelboard.pki.PkiFailure.ProfileUnsupported;
import org.flannelboard.pki.PkiFailure.UsageUnknown;
import tools.jackson.databind.JsonNode;

/**
 * How an authority signs: cfssl's {@code ca-config.json}.
 *
 * @param label what messages call its file
 * @param profiles by name; {@code default} among them if it can sign
 */
public record SigningConfig(String label, Map<String, Profile> profiles) {

  /** The name of {@code signing.default}. */
  public static final String DEFAULT = "default";

  /** How far back cfssl dates certificates, for clients whose clock is slow. */
  static final Duration BACKDATE = Duration.ofMinutes(5);

  private static final List<String> ROOT_KEYS = List.of("signing", "auth_keys", "remotes", "ocsp");

  private static final List<String> SIGNING_KEYS = List.of("default", "profiles");

  /** What each profile has for itself. */
  private static final List<String> OWN_KEYS =
      List.of("usages", "expiry", "backdate", "ca_constraint");

  /**
   * What says nothing about the certificate: guards of cfssl's network service, its record keeping,
   * and what it copies or checks of requests that were made elsewhere.
   */
  private static final List<String> IGNORED_KEYS =
      List.of(
          "auth_key",
          "prev_auth_key",
          "allowed_extensions",
          "copy_extensions",
          "cert_store",
          "lint_error_level",
          "ignored_lints",
          "ignored_lint_sources");

  /** What a profile without them takes from {@code signing.default}. */
  private static final List<String> INHERITED_KEYS = List.of("issuer_urls", "ocsp_url", "crl_url");

  /** What would change the certificate or forbid it, and is refused when the profile is used. */
  private static final List<String> UNSUPPORTED_KEYS =
      List.of(
          "issuer_urls",
          "ocsp_url",
          "crl_url",
          "ocsp_no_check",
          "not_before",
          "not_after",
          "name_whitelist",
          "ct_log_servers",
          "remote",
          "auth_remote",
          "Policies",
          "CSRWhitelist",
          "ClientProvidesSerialNumbers");

  public SigningConfig {
    profiles = Collections.unmodifiableMap(new LinkedHashMap<>(profiles));
  }

  /**
   * One way to sign.
   *
   * @param usages what certificates may be used for, in the file's order
   * @param expiry how long they hold
   * @param backdate how far before now they begin to hold
   * @param unsupported fields that are not honoured here, so that the profile cannot be used
   */
  public record Profile(
      List<Usage> usages, Duration expiry, Duration backdate, List<String> unsupported) {
    public Profile {
      usages = List.copyOf(usages);
      unsupported = List.copyOf(unsupported);
    }
  }

  /** Reads the file; names everything wrong with it at once. */
  public static Result<SigningConfig, PkiFailure> parse(String label, String json) {
    return StrictJson.tree(label, json).flatMap(root -> read(new StrictJson(label), root));
  }

  /** The profile of that name; cfssl falls back to the default for a name it does not know. */
  public Result<Profile, PkiFailure> profile(String name) {
    Profile profile = profiles.get(name);
    if (profile == null) {
      return Result.err(new ProfileUnknown(label, name, List.copyOf(profiles.keySet())));
    }
    return profile.unsupported().isEmpty()
        ? Result.ok(profile)
        : Result.err(new ProfileUnsupported(label, name, profile.unsupported()));
  }

  private static Result<SigningConfig, PkiFailure> read(StrictJson json, JsonNode root) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    json.object(root, "", ROOT_KEYS)
        .flatMap(file -> json.object(file.get("signing"), "signing", SIGNING_KEYS))
        .ifPresent(
            signing -> {
              Optional<JsonNode> fallback = StrictJson.present(signing, DEFAULT);
              fallback
                  .map(node -> readProfile(json, node, "signing.default", List.of(), false))
                  .filter(profile -> !profile.usages().isEmpty())
                  .ifPresent(profile -> profiles.put(DEFAULT, profile));
              List<String> inherited =
                  fallback.map(node -> used(node, INHERITED_KEYS)).orElse(List.of());
              StrictJson.present(signing, "profiles")
                  .ifPresent(nodes -> readProfiles(json, nodes, inherited, profiles));
            });
    return json.finish(new SigningConfig(json.label(), profiles));
  }

  private static void readProfiles(
      StrictJson json, JsonNode nodes, List<String> inherited, Map<String, Profile> profiles) {
    String path = "signing.profiles";
    if (!nodes.isObject()) {
      json.note(new JsonValueBad(json.label(), path, nodes.toString(), "an object"));
      return;
    }
    for (String name : nodes.propertyNames()) {
      Profile profile =
          readProfile(json, nodes.get(name), StrictJson.child(path, name), inherited, true);
      profiles.put(name, profile);
    }
  }

  private static Profile readProfile(
      StrictJson json, JsonNode node, String path, List<String> inherited, boolean usagesNeeded) {
    List<String> known = new ArrayList<>(OWN_KEYS);
    known.addAll(UNSUPPORTED_KEYS);
    known.addAll(IGNORED_KEYS);
    Optional<JsonNode> object = json.object(node, path, known);
    if (object.isEmpty()) {
      return new Profile(List.of(), Duration.ZERO, BACKDATE, List.of());
    }
    JsonNode profile = object.get();
    List<String> unsupported = new ArrayList<>(used(profile, UNSUPPORTED_KEYS));
    inherited.stream().filter(key -> !unsupported.contains(key)).forEach(unsupported::add);
    if (isAuthority(json, profile, path)) {
      unsupported.add("ca_constraint.is_ca");
    }
    List<Usage> usages = readUsages(json, profile, path);
    // A profile that hands the work to a remote signer needs neither usages nor expiry.
    boolean local = !unsupported.contains("remote") && !unsupported.contains("auth_remote");
    if (local && usagesNeeded && used(profile, List.of("usages")).isEmpty()) {
      json.note(
          new JsonValueBad(
              json.label(), StrictJson.child(path, "usages"), "", "at least one usage"));
    }
    Duration expiry =
        local ? readDuration(json, profile, path, "expiry", Duration.ZERO) : Duration.ZERO;
    return new Profile(
        usages, expiry, readDuration(json, profile, path, "backdate", BACKDATE), unsupported);
  }

  private static List<Usage> readUsages(StrictJson json, JsonNode profile, String path) {
    List<Usage> usages = new ArrayList<>();
    List<String> texts = json.texts(profile, path, "usages");
    for (int i = 0; i < texts.size(); i++) {
      Optional<Usage> usage = Usage.parse(texts.get(i));
      if (usage.isEmpty()) {
        json.note(new UsageUnknown(json.label(), path + ".usages[" + i + "]", texts.get(i)));
      }
      usage.filter(known -> !usages.contains(known)).ifPresent(usages::add);
    }
    return usages;
  }

  /** A positive duration; a fallback of zero means that the key must be there. */
  private static Duration readDuration(
      StrictJson json, JsonNode profile, String path, String key, Duration fallback) {
    String text = json.text(profile, path, key).orElse("");
    if (text.isEmpty() && !fallback.isZero()) {
      return fallback;
    }
    Optional<Duration> duration = GoDuration.parsePositive(text);
    if (duration.isEmpty()) {
      json.note(new ExpiryBad(json.label(), StrictJson.child(path, key), text));
    }
    return duration.orElse(fallback);
  }

  private static boolean isAuthority(StrictJson json, JsonNode profile, String path) {
    return StrictJson.present(profile, "ca_constraint")
        .flatMap(
            node ->
                json.object(
                    node,
                    path + ".ca_constraint",
                    List.of("is_ca", "max_path_len", "max_path_len_zero")))
        .map(constraint -> !used(constraint, List.of("is_ca")).isEmpty())
        .orElse(false);
  }

  /** Those keys that are there with a value other than Go's zero value, which means absent. */
  private static List<String> used(JsonNode object, List<String> keys) {
    return keys.stream()
        .filter(
            key ->
                StrictJson.present(object, key)
                    .filter(
                        node ->
                            switch (node.getNodeType()) {
                              case STRING -> !node.stringValue().isEmpty();
                              case BOOLEAN -> node.booleanValue();
                              case ARRAY, OBJECT -> !node.isEmpty();
                              default -> true;
                            })
                    .isPresent())
        .toList();
  }
}
