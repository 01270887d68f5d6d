package org.flannelboard.ui.kit;

/**
 * A status in words.
 *
 * @param status its role
 * @param text what it says, in the window's language
 */
public record Light(Status status, String text) {}
