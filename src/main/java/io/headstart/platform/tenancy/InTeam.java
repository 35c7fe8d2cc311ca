package io.headstart.platform.tenancy;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Team work: one transaction as {@code hs_app} whose first statement names the team of {@link
 * TeamContext}, so that row level security shows and accepts this team's rows only. Joins a
 * transaction of the same team, refuses one of another team or a plain one. Rolls back on every
 * exception.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface InTeam {}
