package io.headstart.pages;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a page is about, where its address alone doesn't say it. */
final class About {
  private About() {}

  /** Number of its run: of a version of a model the run that it was made of; null without one. */
  static @Nullable Long run(PageAt page, Rows rows) {
    Long run = page.run();
    String model = page.named("models");
    Long version = page.number("versions");
    if (run != null || model == null || version == null) {
      return run;
    }
    return number(
        rows.texts(
            """
            select r.number from model_versions v join models m on m.id = v.model_id
              join runs r on r.id = v.run_id where m.name = ? and v.number = ?""",
            model,
            version));
  }

  /** Number of the run that a form takes its settings from; null for the defaults. */
  static @Nullable Long settings(PageAt page) {
    Long again = page.number("again");
    return again == null ? page.number("source") : again;
  }

  /**
   * Id of the check whose report it shows or whose rows it is about: on the page of a data set the
   * one asked for or the newest, on the form of a run that of the version it offers; null: of any.
   */
  static @Nullable String check(PageAt page, Rows rows) {
    Long dataset = page.number("datasets");
    if (dataset != null) {
      return first(
          rows.texts(
              """
              select c.id from dataset_checks c join datasets d on d.id = c.dataset_id
              where d.number = ? and c.number = coalesce(?, d.last_check)""",
              dataset,
              page.number("check")));
    }
    if (page.path().endsWith("/runs/new")) {
      return offered(page, rows);
    }
    Long run = run(page, rows);
    return run == null
        ? null
        : first(
            rows.texts(
                """
                select v.check_id from runs r join dataset_versions v
                  on v.id = r.dataset_version_id where r.number = ?""",
                run));
  }

  private static @Nullable String offered(PageAt page, Rows rows) {
    return first(
        rows.texts(
            """
            select v.check_id from dataset_versions v join datasets d on d.id = v.dataset_id
              left join runs r on r.number = ? and r.dataset_version_id = v.id
            where d.deleted_at is null
            order by d.number || '.' || v.number = ? desc nulls last, r.id is null,
              v.created_at desc""",
            settings(page),
            page.named("data")));
  }

  private static @Nullable String first(List<List<@Nullable String>> found) {
    return found.isEmpty() ? null : found.get(0).get(0);
  }

  private static @Nullable Long number(List<List<@Nullable String>> found) {
    return found.isEmpty() ? null : Long.valueOf(Objects.requireNonNull(found.get(0).get(0)));
  }
}
