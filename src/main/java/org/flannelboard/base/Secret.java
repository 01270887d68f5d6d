package org.flannelboard.base;

import java.util.Arrays;

/**
 * A password, passphrase or private key held in memory: it never prints, and it can be wiped.
 *
 * <p>Two secrets are never compared by value; identity is all that {@code equals} knows.
 */
public final class Secret implements AutoCloseable {

  private final char[] characters;
  private boolean destroyed;

  private Secret(char[] characters) {
    this.characters = characters;
  }

  /** Takes a copy; the caller wipes its own array. */
  public static Secret of(char[] characters) {
    return new Secret(characters.clone());
  }

  /** Takes text that is in memory already, such as a PEM block read from a node. */
  public static Secret of(String text) {
    return new Secret(text.toCharArray());
  }

  /**
   * A copy of the characters, to be wiped by the caller after use.
   *
   * @throws IllegalStateException if this secret was destroyed
   */
  public synchronized char[] reveal() {
    if (destroyed) {
      throw new IllegalStateException("the secret was destroyed");
    }
    return characters.clone();
  }

  /** The characters as text, for interfaces that take nothing else. */
  public String revealText() {
    return new String(reveal());
  }

  /** Overwrites the characters; every later {@link #reveal} fails. */
  @Override
  public synchronized void close() {
    Arrays.fill(characters, '\0');
    destroyed = true;
  }

  @Override
  public String toString() {
    return "•••";
  }
}
