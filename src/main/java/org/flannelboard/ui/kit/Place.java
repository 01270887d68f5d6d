package org.flannelboard.ui.kit;

/** A place in the window that the navigation rail leads to, in the rail's order. */
public enum Place {
  TOPOLOGY("fth-share-2", "topology"),
  CERTIFICATES("fth-shield", "certificates"),
  NETWORK("fth-database", "network"),
  DEPLOY("fth-upload-cloud", "deploy"),
  CONNECTIVITY("fth-grid", "connectivity"),
  ACTIVITY("fth-list", "activity");

  private final String glyph;
  private final String code;

  Place(String glyph, String code) {
    this.glyph = glyph;
    this.code = code;
  }

  /** Its Feather icon. */
  public String glyph() {
    return glyph;
  }

  /** The key of its name. */
  public String titleKey() {
    return "place." + code;
  }

  /** The digit that goes to it with the shortcut key held down: 1 to 6. */
  public int digit() {
    return ordinal() + 1;
  }
}
