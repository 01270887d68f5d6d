@NullMarked
package org.flannelboard.app.activity;

import org.jspecify.annotations.NullMarked;
