/** The frame around the views: navigation, the cluster at a glance, tasks, the plan to confirm. */
@NullMarked
package org.flannelboard.ui.shell;

import org.jspecify.annotations.NullMarked;
