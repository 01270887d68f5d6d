package org.flannelboard.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Result;
import org.flannelboard.pki.PkiFailure.ProfileUnknown;
import org.flannelboard.pki.PkiFailure.ProfileUnsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningConfigTest {

  private static final String FILE = "ca-config.json";

  @Test
  void readsTheGuidesFile() {
    SigningConfig config = Golden.config();
    assertThat(config.profiles()).containsOnlyKeys("kubernetes", "servers");
    assertThat(config.profile("kubernetes"))
        .isEqualTo(
            Result.ok(
                new SigningConfig.Profile(
                    List.of(
                        Usage.DIGITAL_SIGNATURE,
                        Usage.KEY_ENCIPHERMENT,
                        Usage.SERVER_AUTH,
                        Usage.CLIENT_AUTH),
                    Duration.ofHours(87600),
                    Duration.ofMinutes(5),
                    List.of())));
  }

  @Test
  void theDefaultIsAProfileIfItCanSign() {
    SigningConfig config =
        parse(
            """
            {"signing": {"default": {"usages": ["client auth"], "expiry": "24h", "backdate": "1h"}}}
            """);
    assertThat(config.profile(SigningConfig.DEFAULT).orElseThrow().backdate())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void anUnknownProfileIsNotTakenForTheDefault() {
    assertThat(Golden.config().profile("kubernets"))
        .isEqualTo(
            Result.err(new ProfileUnknown(FILE, "kubernets", List.of("kubernetes", "servers"))));
  }

  @Test
  void aProfileBeyondUsIsRefusedOnlyWhenItIsUsed() {
    SigningConfig config =
        parse(
            """
            {"signing": {
              "default": {"expiry": "1h", "ocsp_url": "http://ocsp", "crl_url": ""},
              "profiles": {
                "intermediate": {
                  "usages": ["cert sign"], "expiry": "1h",
                  "ca_constraint": {"is_ca": true, "max_path_len": 0}},
                "afar": {"remote": "signer", "auth_key": "k"},
                "plain": {
                  "usages": ["client auth"], "expiry": "1h",
                  "ca_constraint": {"is_ca": false}, "ocsp_no_check": false, "issuer_urls": []}
            }}, "remotes": {"signer": "ca:8888"}, "auth_keys": {}}
            """);
    assertThat(config.profile("intermediate"))
        .isEqualTo(
            Result.err(
                new ProfileUnsupported(
                    FILE, "intermediate", List.of("ocsp_url", "ca_constraint.is_ca"))));
    assertThat(config.profile("afar"))
        .isEqualTo(Result.err(new ProfileUnsupported(FILE, "afar", List.of("remote", "ocsp_url"))));
    assertThat(config.profile("plain"))
        .isEqualTo(Result.err(new ProfileUnsupported(FILE, "plain", List.of("ocsp_url"))));
  }

  @Test
  void namesEveryMistakeAtOnceWithItsPath() {
    List<PkiFailure> problems =
        problems(
            """
            {"signing": {
              "default": {"expiry": "10y"},
              "profiles": {
                "a": {"usage": ["client auth"], "expiry": "1h"},
                "b": {"usages": ["client auth", "clientauth", 7]},
                "c": [],
                "d": {"usages": "client auth", "expiry": 87600}
            }}, "sining": {}}
            """);
    assertThat(problems)
        .extracting(problem -> problem.code() + " " + problem.arguments().get("path"))
        .containsExactly(
            "json-key-unknown sining",
            "expiry-bad signing.default.expiry",
            "json-key-unknown signing.profiles.a.usage",
            "json-value-bad signing.profiles.a.usages",
            "json-value-bad signing.profiles.b.usages[2]",
            "usage-unknown signing.profiles.b.usages[1]",
            "expiry-bad signing.profiles.b.expiry",
            "json-value-bad signing.profiles.c",
            "json-value-bad signing.profiles.d.usages",
            "json-value-bad signing.profiles.d.expiry");
    assertThat(problems).allSatisfy(p -> assertThat(p.arguments()).containsEntry("file", FILE));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, 1",
    "'{', 1, 2",
    "'{\n  \"signing\": {},\n}', 3, 1",
    "'{} {}', 1, 4",
    "'{\"signing\": {}, \"signing\": {}}', 1, 26",
    "not json, 1, 1"
  })
  void saysWhereAFileIsNotJson(String text, int line, int column) {
    List<PkiFailure> problems = problems(text);
    assertThat(problems).singleElement().isInstanceOf(PkiFailure.JsonMalformed.class);
    assertThat(problems.getFirst().arguments())
        .containsAllEntriesOf(Map.of("file", FILE, "line", "" + line, "column", "" + column));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"text\"", "{}", "{\"signing\": []}"})
  void jsonOfAnotherShapeIsAFailure(String text) {
    assertThat(problems(text)).singleElement().isInstanceOf(PkiFailure.JsonValueBad.class);
  }

  @ParameterizedTest
  @CsvSource({
    "87600h, PT87600H",
    "1h30m, PT1H30M",
    "+1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1h1m1s1ms1us1ns, PT1H1M1.001001001S",
    "1µs, PT0.000001S",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S"
  })
  void readsGosDurations(String text, Duration duration) {
    assertThat(GoDuration.parsePositive(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0h",
        "-1h",
        "1",
        "h",
        "1d",
        "1y",
        " 1h",
        "1h ",
        "1 h",
        "1H",
        ".h",
        "1..5h",
        "2562047h47m16.854775808s",
        "9999999999999999999h",
        "0.1ns",
        "1e3h",
        "٣h"
      })
  void refusesWhatIsNoDurationOrNotPositive(String text) {
    assertThat(GoDuration.parsePositive(text)).isEmpty();
  }

  @Test
  void everySpellingOfAUsageIsRead() {
    assertThat(Usage.names()).doesNotHaveDuplicates().hasSize(24);
    assertThat(Usage.names()).allSatisfy(name -> assertThat(Usage.parse(name)).isPresent());
    assertThat(Usage.parse("signing")).contains(Usage.DIGITAL_SIGNATURE);
    assertThat(Usage.parse("s/mime")).contains(Usage.EMAIL_PROTECTION);
    assertThat(Usage.parse("Client Auth")).isEmpty();
  }

  private static SigningConfig parse(String json) {
    return SigningConfig.parse(FILE, json).orElseThrow();
  }

  private static List<PkiFailure> problems(String json) {
    return SigningConfig.parse(FILE, json).toFailure().orElseThrow().parts();
  }
}
