/** The mesh at work: one ping stream a source, and the board on which their rounds are kept. */
@NullMarked
package org.flannelboard.probe.run;

import org.jspecify.annotations.NullMarked;
