package io.headstart.team;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least role that a resource method below {@code /teams/{team}} or {@code /api/v1/teams/{team}}
 * asks for. Without it: {@link Role#VIEWER} for GET and HEAD, {@link Role#OWNER} for everything
 * else. A caller of a lower role gets 403; somebody who is no member gets 404.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Needs {
  /** Least role. */
  Role value();
}
