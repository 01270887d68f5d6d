package org.flannelboard.diagnosis;

import java.util.Collection;
import java.util.stream.Collectors;

/** Nodes and pairs by name, as many as a sentence bears. */
final class Names {

  private static final int AT_MOST = 6;

  private Names() {}

  /**
   * For example {@code vm01, vm02}; beyond six {@code vm01, vm02, vm03, vm04, vm05, vm06 … (254)}.
   */
  static String brief(Collection<?> things) {
    String first =
        things.stream().limit(AT_MOST).map(Object::toString).collect(Collectors.joining(", "));
    return things.size() <= AT_MOST ? first : first + " … (" + things.size() + ")";
  }
}
