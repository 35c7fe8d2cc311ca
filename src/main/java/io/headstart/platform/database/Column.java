package io.headstart.platform.database;

import org.hibernate.query.NativeQuery;
import org.hibernate.query.QueryProducer;
import org.hibernate.query.sql.internal.NativeQueryImpl;

/** Native SQL that answers one column. */
public final class Column {
  private Column() {}

  /**
   * A statement whose rows hold one value of a type that the database's driver can read.
   *
   * <p>Instead of {@code createNativeQuery(sql, type)}: Hibernate 7.2 keeps a plan for each
   * statement and finds it again by its text and by how its rows are read, but what reads a single
   * value of a given class is equal to nothing but itself. Each call would leave a plan behind and
   * look through those of all calls before.
   *
   * @param session where it runs
   * @param type such as {@code UUID}, {@code String}, {@code Long}; no entity
   */
  public static <T> NativeQuery<T> of(QueryProducer session, String sql, Class<T> type) {
    NativeQuery<?> untyped = session.createNativeQuery(sql, Object.class);
    @SuppressWarnings("unchecked") // the next line makes it so
    NativeQueryImpl<T> query = (NativeQueryImpl<T>) untyped;
    query.addScalar(1, type);
    return query;
  }
}
