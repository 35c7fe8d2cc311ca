package io.headstart.testsupport;

import java.util.Map;

/**
 * Makes things of a team whose ids stand in addresses, for {@code AccessMatrixTest}. Each room that
 * has resources gives a bean of this type in its test folder. Called for every attempt of a method
 * that changes something, so that no caller finds what another one has used up.
 */
public interface PathIds {
  /**
   * Makes fresh things of {@code crew} and puts their ids under the names that the {@code @Path}
   * templates use, such as {@code dataset}.
   */
  void make(Crew crew, Map<String, String> ids);
}
