/** The nodes with their subnets and services, and the links between them. */
@NullMarked
package org.flannelboard.ui.topology;

import org.jspecify.annotations.NullMarked;
