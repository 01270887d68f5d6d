@NullMarked
package org.flannelboard.ui.activity;

import org.jspecify.annotations.NullMarked;
