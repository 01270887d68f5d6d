package org.flannelboard.ui.kit;

import java.util.function.Function;
import javafx.scene.Parent;

/**
 * A question or a small tool over the whole frame, which has to be left before anything else.
 *
 * @param content its scene graph in a language; made again when the language changes. The node that
 *     has the style class {@code sheet-first} gets the focus
 * @param escape what the Escape key does; it has to close the sheet, or open another
 */
public record Sheet(Function<Words, Parent> content, Runnable escape) {}
