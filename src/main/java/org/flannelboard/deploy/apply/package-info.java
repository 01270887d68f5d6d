/**
 * Runs a plan on a node: checks that nothing moved since, writes the journal ahead, does, reads
 * back, stops at the first failure; and undoes what a journal names.
 */
@NullMarked
package org.flannelboard.deploy.apply;

import org.jspecify.annotations.NullMarked;
