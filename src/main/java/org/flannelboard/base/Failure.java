package org.flannelboard.base;

import java.util.Map;

/**
 * An expected way for an operation to fail, as a value.
 *
 * <p>The {@linkplain #code code} is permanent; its words and the remedy come from the message
 * bundle under {@code failure.<code>} and {@code failure.<code>.remedy}, with the arguments filled
 * in by name.
 */
public interface Failure {

  /** Kebab-case, stable over releases, for example {@code host-key-changed}. */
  String code();

  /** What the message names: node, file, field, both fingerprints. Values are shown as they are. */
  Map<String, String> arguments();
}
