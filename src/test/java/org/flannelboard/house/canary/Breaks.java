package org.flannelboard.house.canary;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Names the rule that must catch the annotated class. */
@Retention(RetentionPolicy.CLASS)
public @interface Breaks {
  String value();
}
