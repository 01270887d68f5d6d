/**
 * The command line: parse, call {@code app}, print text or JSON, give an exit code. Every action of
 * the window has its twin here.
 */
@NullMarked
package org.flannelboard.cli;

import org.jspecify.annotations.NullMarked;
