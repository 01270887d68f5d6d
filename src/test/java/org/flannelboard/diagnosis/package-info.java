/** Rules and their reasoning, on facts of healthy clusters with faults put in. */
@NullMarked
package org.flannelboard.diagnosis;

import org.jspecify.annotations.NullMarked;
