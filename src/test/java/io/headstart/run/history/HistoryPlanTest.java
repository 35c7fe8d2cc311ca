package io.headstart.run.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.database.DatabaseRoles;
import io.headstart.platform.embedded.EmbeddedServices;
import io.headstart.platform.embedded.StartLog;
import io.headstart.testsupport.ManyRuns;
import io.headstart.testsupport.RealServices;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table's query as {@code hs_app} among the runs of 20 teams: the plans never read the table of
 * runs from end to end, and the pages put one behind the other are the whole. {@code
 * -Dhistory.runs=10000} makes 200,000 runs of it and says how long the queries take.
 */
class HistoryPlanTest {
  private static final int TEAMS = 20;
  private static final int RUNS = Integer.getInteger("history.runs", 1_000);
  private static final String TEAM = "00000000-0000-0000-0000-000000000001";

  private static EmbeddedServices services;
  private static String url;

  /** For all queries: to prove a password to the database takes longer than any of them. */
  private static Connection app;

  private static HomeFolder home;

  @BeforeAll
  static void manyRuns() throws SQLException {
    home = RealServices.freshHome();
    services = new EmbeddedServices(home, home.key(), new StartLog(System.out));
    services.startDatabase();
    url = services.settings().get("headstart.database.url");
    try (Connection owner = connection(DatabaseRoles.OWNER)) {
      new ManyRuns(RUNS).withTeams(owner, TEAMS);
    }
    app = connection(DatabaseRoles.APP);
    app.setAutoCommit(false);
  }

  @AfterAll
  static void stop() throws SQLException {
    app.close();
    services.close();
  }

  private static Connection connection(String role) throws SQLException {
    return DriverManager.getConnection(url, role, home.key().password(role));
  }

  private static HistoryQuery query(String... pairs) {
    MultivaluedHashMap<String, String> query = new MultivaluedHashMap<>();
    for (String pair : pairs) {
      query.add(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return HistoryQuery.of(query);
  }

  /** The page's queries, by what they ask for. */
  private static Map<String, HistoryQuery> queries() {
    Map<String, HistoryQuery> all = new LinkedHashMap<>();
    all.put("newest", query());
    all.put("open", query("state=open"));
    all.put("by accuracy", query("sort=accuracy"));
    all.put("by accuracy, rising", query("sort=accuracy", "dir=asc"));
    all.put("by time", query("sort=time"));
    all.put("base", query("base=bge-small-en"));
    all.put("data", query("data=102", "sort=accuracy"));
    all.put("who", query("who=" + ManyRuns.SOMEBODY));
    all.put("text + tag + accuracy", query("q=good tickets", "tag=best", "sort=accuracy"));
    all.put("text that none has", query("q=nowhere", "sort=time"));
    all.put("archived", query("archived=true", "sort=accuracy"));
    return all;
  }

  private static <T> T asApp(SqlWork<T> work) throws SQLException {
    try (Statement enter = app.createStatement()) {
      enter.execute("select set_config('hs.team', '" + TEAM + "', true)");
      return work.with(app);
    } finally {
      app.rollback();
    }
  }

  /** Work on a connection. */
  private interface SqlWork<T> {
    T with(Connection app) throws SQLException;
  }

  /** First two columns of the answer: the id and what it's sorted by, or a line of a plan. */
  private static List<String[]> rows(Connection app, String prefix, HistorySql sql)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    Matcher parameter = Pattern.compile("\\?(\\d+)").matcher(sql.text());
    StringBuilder text = new StringBuilder(prefix);
    while (parameter.find()) {
      values.add(sql.parameters().get(Integer.parseInt(parameter.group(1)) - 1));
      parameter.appendReplacement(text, "?");
    }
    parameter.appendTail(text);
    try (PreparedStatement ask = app.prepareStatement(text.toString())) {
      for (int i = 0; i < values.size(); i++) {
        ask.setObject(i + 1, values.get(i));
      }
      List<String[]> rows = new ArrayList<>();
      try (ResultSet answer = ask.executeQuery()) {
        boolean plan = answer.getMetaData().getColumnCount() == 1;
        while (answer.next()) {
          rows.add(
              plan
                  ? new String[] {answer.getString(1)}
                  : new String[] {answer.getString(3), answer.getString(2), answer.getString(4)});
        }
      }
      return rows;
    }
  }

  @Test
  void noPlanReadsTheRunsFromEndToEnd() throws SQLException {
    for (Map.Entry<String, HistoryQuery> one : queries().entrySet()) {
      HistorySql sql = HistorySql.of(one.getValue(), null, 26);
      List<String> plan =
          asApp(app -> rows(app, "explain ", sql)).stream().map(row -> row[0]).toList();
      assertFalse(
          plan.stream().anyMatch(line -> line.contains("Seq Scan on runs")),
          () -> one.getKey() + "\n" + String.join("\n", plan));
      assertTrue(plan.stream().anyMatch(line -> line.contains("runs")), () -> plan.toString());
    }
  }

  @Test
  void pagesPutBehindEachOtherAreTheWholeInOrder() throws SQLException {
    for (Map.Entry<String, HistoryQuery> one : queries().entrySet()) {
      List<String[]> whole =
          asApp(app -> rows(app, "", HistorySql.of(one.getValue(), null, 1_000_000)));
      List<String> paged = new ArrayList<>();
      Mark mark = null;
      do {
        Mark from = mark;
        List<String[]> page = asApp(app -> rows(app, "", HistorySql.of(one.getValue(), from, 97)));
        page.forEach(row -> paged.add(row[0]));
        String[] last = page.isEmpty() ? null : page.get(page.size() - 1);
        mark = last == null ? null : Mark.parse(mark(last).text());
      } while (mark != null && paged.size() < 1_000_000);
      assertEquals(whole.stream().map(row -> row[0]).toList(), paged, one.getKey());
      assertSorted(one.getValue(), whole);
    }
  }

  private static Mark mark(String[] row) {
    return new Mark(Double.parseDouble(row[1]), Long.parseLong(row[0]));
  }

  private static void assertSorted(HistoryQuery query, List<String[]> rows) {
    for (int i = 1; i < rows.size(); i++) {
      double before = Double.parseDouble(rows.get(i - 1)[1]);
      double now = Double.parseDouble(rows.get(i)[1]);
      assertTrue(query.ascending() ? before <= now : before >= now, query.toString());
    }
  }

  /** What the filters let through, counted from the rule that the rows were made by. */
  @Test
  void filtersLetThroughWhatTheyName() throws SQLException {
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("open", count(n -> !ManyRuns.archived(n) && ManyRuns.open(n)));
    expected.put("base", count(n -> !ManyRuns.archived(n) && ManyRuns.bge(n)));
    expected.put("data", count(n -> !ManyRuns.archived(n) && ManyRuns.dataset(n) == 2));
    expected.put(
        "text + tag + accuracy",
        count(
            n ->
                !ManyRuns.archived(n)
                    && ManyRuns.noted(n)
                    && ManyRuns.best(n)
                    && ManyRuns.dataset(n) == 3));
    expected.put("text that none has", 0L);
    expected.put("archived", count(ManyRuns::archived));
    for (Map.Entry<String, Long> one : expected.entrySet()) {
      HistorySql sql = HistorySql.of(queries().get(one.getKey()), null, 1_000_000);
      assertEquals(one.getValue(), asApp(app -> rows(app, "", sql)).size(), one.getKey());
    }
  }

  private static long count(java.util.function.IntPredicate rule) {
    return java.util.stream.IntStream.rangeClosed(1, RUNS).filter(rule).count();
  }

  /** Says how long the queries take; bounded loosely, since the machine may be busy. */
  @Test
  void queriesAreQuick() throws SQLException {
    for (Map.Entry<String, HistoryQuery> one : queries().entrySet()) {
      HistorySql sql = HistorySql.of(one.getValue(), null, 26);
      long[] micros =
          asApp(
              app -> {
                long[] taken = new long[60];
                for (int i = 0; i < taken.length; i++) {
                  long from = System.nanoTime();
                  rows(app, "", sql);
                  taken[i] = (System.nanoTime() - from) / 1_000;
                }
                return taken;
              });
      Arrays.sort(micros);
      System.out.printf(
          "history of %d among %d runs, %s: median %.1f ms, p95 %.1f ms%n",
          RUNS, TEAMS * RUNS, one.getKey(), micros[30] / 1e3, micros[56] / 1e3);
      assertTrue(micros[30] < 500_000, one.getKey());
    }
  }
}
