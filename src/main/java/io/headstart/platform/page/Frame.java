package io.headstart.platform.page;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code layout.html} shows around a page: who is signed in, in which team, and where. Every
 * page of a signed-in person passes one to its template under the name {@code frame}.
 *
 * @param user name of the person who is signed in
 * @param team the team whose page this is, or null for pages that belong to none (administration)
 * @param teams all teams of the person, for the switch at the top; in the order shown
 * @param admin whether the person may administer the platform
 * @param section the part of the product that the page belongs to
 */
public record Frame(
    String user, @Nullable Team team, List<Team> teams, boolean admin, Section section) {

  public Frame {
    teams = List.copyOf(teams);
  }

  /**
   * A team as the frame shows it.
   *
   * @param slug its name in addresses
   * @param name its name in words
   */
  public record Team(String slug, String name) {}

  /**
   * An entry of the rail.
   *
   * @param href address, a path on this origin
   * @param word what it says
   * @param icon name of its symbol in {@code icons.svg}, without the leading {@code i-}
   * @param key pressed after {@code g}, it opens the entry
   * @param current whether the page shown belongs to it
   */
  public record Entry(String href, String word, String icon, String key, boolean current) {}

  /** Parts of the product that have an entry in the rail. */
  public enum Section {
    HOME("", "Home", "home", "h", false),
    RUNS("/runs", "Runs", "runs", "r", false),
    MODELS("/models", "Models", "models", "m", false),
    DATASETS("/datasets", "Data sets", "datasets", "d", false),
    CATALOGUE("/catalogue", "Catalogue", "catalogue", "c", false),
    MEMBERS("/members", "Members", "person", "p", false),
    TOKENS("/tokens", "API tokens", "key", "t", false),
    TEAMS("/admin/teams", "Teams", "columns", "e", true),
    QUOTAS("/admin/quotas", "Quotas", "admin", "q", true),
    QUEUE("/admin/queue", "Queue", "clock", "u", true),
    AUDIT("/admin/audit", "Audit", "pin", "a", true),
    HEALTH("/admin/health", "Health", "live", "l", true);

    private final String path;
    private final String word;
    private final String icon;
    private final String key;
    private final boolean admin;

    Section(String path, String word, String icon, String key, boolean admin) {
      this.path = path;
      this.word = word;
      this.icon = icon;
      this.key = key;
      this.admin = admin;
    }

    /** What the rail calls it. */
    public String word() {
      return word;
    }
  }

  /** Entries of the team's part of the rail; none on a page without a team. */
  public List<Entry> teamEntries() {
    return team == null ? List.of() : entries("/teams/" + team.slug(), false);
  }

  /** Entries of the administration; none for people who may not administer. */
  public List<Entry> adminEntries() {
    return admin ? entries("", true) : List.of();
  }

  private List<Entry> entries(String base, boolean ofAdmin) {
    return Arrays.stream(Section.values())
        .filter(s -> s.admin == ofAdmin)
        .map(s -> new Entry(base + s.path, s.word, s.icon, s.key, s == section))
        .toList();
  }
}
