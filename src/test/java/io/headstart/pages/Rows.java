package io.headstart.pages;

import io.agroal.api.AgroalDataSource;
import io.headstart.platform.page.Say;
import io.headstart.platform.tenancy.TeamRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the database as pages write them. A column is named {@code value} or {@code value|form},
 * where the form is one of those of {@link #said}.
 *
 * @param app sees what the team may see
 * @param system sees across teams
 */
record Rows(AgroalDataSource app, AgroalDataSource system, TeamRef team) {
  /** As the browser of the tests writes a moment, in its zone. */
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.UK)
          .withZone(ZoneId.of("Europe/Berlin"));

  /** Rows that the team sees. */
  List<Map<String, Expected>> ofTeam(String sql, @Nullable Object... values) {
    try (Connection database = app.getConnection()) {
      database.setAutoCommit(false);
      read(database, "select set_config('hs.team', ?, true)", team.id().toString());
      List<Map<String, Expected>> rows = read(database, sql, values);
      database.rollback();
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Rows that the team sees as they are; null where there is nothing. */
  List<List<@Nullable String>> texts(String sql, @Nullable Object... values) {
    try (Connection database = app.getConnection()) {
      database.setAutoCommit(false);
      read(database, "select set_config('hs.team', ?, true)", team.id().toString());
      List<List<@Nullable String>> rows = plain(database, sql, values);
      database.rollback();
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The same of the whole installation. */
  List<List<@Nullable String>> textsOfAll(String sql) {
    try (Connection database = system.getConnection()) {
      return plain(database, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static List<List<@Nullable String>> plain(
      Connection database, String sql, @Nullable Object... values) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (PreparedStatement statement = prepared(database, sql, values);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int c = 1; c <= found.getMetaData().getColumnCount(); c++) {
          row.add(found.getString(c));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Rows of the whole installation. */
  List<Map<String, Expected>> ofAll(String sql, @Nullable Object... values) {
    try (Connection database = system.getConnection()) {
      return read(database, sql, values);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static List<Map<String, Expected>> read(
      Connection database, String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(database, sql, values)) {
      List<Map<String, Expected>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          Map<String, Expected> row = new LinkedHashMap<>();
          for (int c = 1; c <= found.getMetaData().getColumnCount(); c++) {
            String[] name = found.getMetaData().getColumnLabel(c).split("\\|", -1);
            Object value = found.getObject(c);
            String form = name.length > 1 ? name[1] : "";
            row.put(name[0], value == null ? Expected.none() : Expected.text(said(value, form)));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }

  private static PreparedStatement prepared(
      Connection database, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = database.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        statement.setNull(i + 1, java.sql.Types.NULL);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
    return statement;
  }

  private static String said(Object value, String form) {
    return switch (form) {
      case "" -> value.toString();
      case "count" -> Say.count((Number) value);
      case "bytes" -> Say.bytes((Number) value);
      case "rate" -> Say.rate((Number) value);
      case "share" -> Say.share((Number) value);
      case "0", "1", "2", "3" -> Say.decimal((Number) value, Integer.valueOf(form));
      case "clock" -> Say.clock(Duration.ofSeconds(((Number) value).longValue()));
      case "hours" -> Say.hours(Duration.ofSeconds(((Number) value).longValue()));
      case "time" -> time(((java.sql.Timestamp) value).toInstant());
      default -> throw new IllegalArgumentException("no such form: " + form);
    };
  }

  /** A moment as the page shows it. */
  static String time(Instant at) {
    return MINUTE.format(at);
  }

  /** The minute that such a text names. */
  static Instant minute(String text) {
    return Instant.from(MINUTE.parse(text));
  }
}
