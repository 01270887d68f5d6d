@NullMarked
package org.flannelboard.deploy.apply;

import org.jspecify.annotations.NullMarked;
