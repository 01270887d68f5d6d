/** Values without a domain: addresses, digests, deadlines, outcomes. Knows the JDK alone. */
@NullMarked
package org.flannelboard.base;

import org.jspecify.annotations.NullMarked;
