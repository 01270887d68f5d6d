/** The wizard that describes a new cluster, from its nodes to the file of its profile. */
@NullMarked
package org.flannelboard.ui.firstrun;

import org.jspecify.annotations.NullMarked;
