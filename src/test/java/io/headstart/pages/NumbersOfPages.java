package io.headstart.pages;

import com.microsoft.playwright.Page;
import io.agroal.api.AgroalDataSource;
import io.headstart.dataset.DatasetConfig;
import io.headstart.model.ModelConfig;
import io.headstart.platform.tenancy.TeamRef;
import io.headstart.quota.QuotaConfig;
import io.headstart.testsupport.FakeLauncher;
import io.headstart.testsupport.TestTeam;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks whether each number on the pages is one that rows and settings give. */
@ApplicationScoped
class NumbersOfPages {
  @Inject AgroalDataSource app;

  @Inject
  @DataSource("system")
  AgroalDataSource system;

  @Inject QuotaConfig quota;
  @Inject ModelConfig model;
  @Inject DatasetConfig data;
  @Inject FakeLauncher launcher;

  /** A tour of the pages, of one team after the other. */
  Tour tour() {
    try (InputStream lines = NumbersOfPages.class.getResourceAsStream("/numbers-of-pages.txt")) {
      return new Tour(
          ExplainedNumbers.read(new String(lines.readAllBytes(), StandardCharsets.UTF_8)),
          team -> new Rows(app, system, team),
          new TeamNumbers(quota, model, data, launcher));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pages one after the other. */
  static final class Tour {
    private final ExplainedNumbers explained;
    private final Function<TeamRef, Rows> of;
    private final TeamNumbers team;
    private final List<String> unexplained = new ArrayList<>();
    private final Set<String> drawn = new HashSet<>();
    private @Nullable Rows rows;

    private Tour(ExplainedNumbers explained, Function<TeamRef, Rows> of, TeamNumbers team) {
      this.explained = explained;
      this.of = of;
      this.team = team;
    }

    /** From now on the pages are those that a member of this team sees. */
    void asIn(TestTeam next) {
      rows = of.apply(next.ref());
    }

    /**
     * Reads the page that is shown.
     *
     * @param address that it was asked for by
     * @param asked when
     */
    void read(Page shown, String address, Instant asked) {
      Map<String, String> texts = DrawnCurves.of(shown, drawn);
      texts.putAll(NumberedTexts.of(shown));
      PageAt page = PageAt.of(address, asked);
      explained
          .unexplained(
              page.path(),
              List.copyOf(texts.keySet()),
              new RecomputedNumbers(page, Objects.requireNonNull(rows), team))
          .forEach(
              text ->
                  unexplained.add(
                      "\n%s?%s %s: %s"
                          .formatted(page.path(), page.query(), texts.get(text), text)));
    }

    /** Texts that nothing explains: page, element, text. */
    List<String> unexplained() {
      return unexplained;
    }

    /** Lines of the file that explained no text of all pages. */
    List<String> stale() {
      return explained.stale();
    }
  }
}
