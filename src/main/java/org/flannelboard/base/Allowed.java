package org.flannelboard.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A reasoned exception to one rule of the architecture tests, which count them all. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
@Repeatable(Allowed.List.class)
public @interface Allowed {

  /** The rule's name, for example {@code injected-time}. */
  String rule();

  /** Why the rule's own reason does not hold here. */
  String because();

  /** Several exceptions at one place. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
  @interface List {
    Allowed[] value();
  }
}
