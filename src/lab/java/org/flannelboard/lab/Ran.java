package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that has run.
 *
 * @param status its exit status; 128 and the signal's number if one ended it
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Ran(List<String> command, int status, String out, String err) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Fails the test unless the program ended with this status. */
  Ran exits(int expected) {
    assertThat(status).as(this::toString).isEqualTo(expected);
    return this;
  }

  /** The one JSON document it wrote. */
  JsonNode json() {
    assertThat(out).as(this::toString).isNotBlank();
    return JSON.readTree(out);
  }

  /** All it wrote, for people. */
  String said() {
    return out + err;
  }

  @Override
  public String toString() {
    return String.join(" ", command) + "\nexit status " + status + "\n" + out + "\n" + err;
  }
}
