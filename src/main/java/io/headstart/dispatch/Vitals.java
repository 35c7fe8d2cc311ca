package io.headstart.dispatch;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How the parts that this server stands on are, each asked now. */
@ApplicationScoped
public class Vitals {
  private static final Logger LOG = Logger.getLogger(Vitals.class);

  private final AcrossTeams across;
  private final ObjectStore store;

  Vitals(AcrossTeams across, ObjectStore store) {
    this.across = across;
    this.store = store;
  }

  /** Database, schema, object store and workers. */
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    parts.add(
        part(
            "Database",
            () ->
                one(
                    "select 'PostgreSQL ' || current_setting('server_version') || ', '"
                        + " || pg_size_pretty(pg_database_size(current_database())) || ', '"
                        + " || (select count(*) from pg_stat_activity where datname = current_database())"
                        + " || ' of ' || current_setting('max_connections') || ' connections'")));
    parts.add(
        part(
            "Schema",
            () ->
                one(
                    "select 'migrated to ' || max(version) || ' on ' || to_char(max(installed_on),"
                        + " 'DD Mon YYYY') from flyway_schema_history where success")));
    parts.add(
        part(
            "Object store",
            () -> {
              store.stat(ObjectKey.ofCatalog("health-probe"));
              return "answers";
            }));
    parts.add(
        part(
            "Workers",
            () ->
                one(
                    "select count(*) filter (where a.state = 'RUNNING') || ' at work, '"
                        + " || count(*) filter (where a.state = 'CREATED') || ' starting, '"
                        + " || count(*) filter (where a.state = 'RUNNING' and j.last_beat_at <"
                        + " clock_timestamp() - interval '20 seconds') || ' quiet for more than 20 s'"
                        + " from attempts a join jobs j on j.team_id = a.team_id and j.id = a.job_id"
                        + " where a.ended_at is null")));
    return List.copyOf(parts);
  }

  /** What Quartz looks at, and when it did last; by name. */
  public List<Tick> ticks() {
    return across.inTransaction(
        system ->
            system
                .createNativeQuery(
                    "select trigger_name, prev_fire_time, next_fire_time, trigger_state"
                        + " from quartz.qrtz_triggers order by trigger_name",
                    Tuple.class)
                .list()
                .stream()
                .map(
                    row ->
                        new Tick(
                            row.get(0, String.class),
                            moment(row.get(1, Long.class)),
                            moment(row.get(2, Long.class)),
                            row.get(3, String.class)))
                .toList());
  }

  /** Servers that share this database, by their last sign of life. */
  public List<Server> servers() {
    return across.inTransaction(
        system ->
            system
                .createNativeQuery(
                    "select instance_name, last_checkin_time from quartz.qrtz_scheduler_state"
                        + " order by last_checkin_time desc",
                    Tuple.class)
                .list()
                .stream()
                .map(row -> new Server(row.get(0, String.class), moment(row.get(1, Long.class))))
                .toList());
  }

  private String one(String sql) {
    return across.inTransaction(
        (StatelessSession system) -> Column.of(system, sql, String.class).getSingleResult());
  }

  private static Part part(String name, Supplier<String> ask) {
    long began = System.nanoTime();
    try {
      String says = ask.get();
      return new Part(name, true, says, millis(began));
    } catch (RuntimeException e) {
      LOG.warnf(e, "%s does not answer the health page", name);
      return new Part(name, false, "does not answer; the log says why", millis(began));
    }
  }

  private static long millis(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static @Nullable Instant moment(@Nullable Long millis) {
    return millis == null || millis <= 0 ? null : Instant.ofEpochMilli(millis);
  }

  /**
   * A part.
   *
   * @param says how it is, in words
   * @param millis how long its answer took
   */
  public record Part(String name, boolean well, String says, long millis) {}

  /**
   * Something that is looked at again and again.
   *
   * @param last when it was, or null for never
   * @param next when it will be, or null for never
   * @param state Quartz' word
   */
  public record Tick(String name, @Nullable Instant last, @Nullable Instant next, String state) {
    /** Whether it goes on. */
    public boolean well() {
      return !state.equals("ERROR") && !state.equals("BLOCKED_ERROR");
    }
  }

  /** A server of this installation. */
  public record Server(String name, @Nullable Instant seen) {}
}
