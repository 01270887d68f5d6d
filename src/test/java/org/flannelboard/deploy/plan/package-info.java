@NullMarked
package org.flannelboard.deploy.plan;

import org.jspecify.annotations.NullMarked;
