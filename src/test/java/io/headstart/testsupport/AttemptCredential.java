package io.headstart.testsupport;

import java.util.Map;

/** Makes an attempt that lives, for {@code AccessMatrixTest}; {@code dispatch} gives a bean. */
public interface AttemptCredential {
  /**
   * An attempt of {@code crew} and its token.
   *
   * @param ids gets {@code job} and {@code attempt}
   * @return the token
   */
  String make(Crew crew, Map<String, String> ids);

  /** Ends every attempt and job of {@code crew}, so that no rows are left that look alive. */
  void end(Crew crew);
}
