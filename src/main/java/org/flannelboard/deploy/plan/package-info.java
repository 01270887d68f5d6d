/**
 * What would be done and why: from the state that is wanted and the state that was observed to a
 * plan of steps. Pure: no connection, no clock, no file.
 */
@NullMarked
package org.flannelboard.deploy.plan;

import org.jspecify.annotations.NullMarked;
