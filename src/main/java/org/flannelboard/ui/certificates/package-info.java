/** Flannel's certificates: the authority, the request, and what each node has. */
@NullMarked
package org.flannelboard.ui.certificates;

import org.jspecify.annotations.NullMarked;
