package io.headstart.testsupport;

import io.headstart.platform.HomeFolder;
import io.headstart.platform.embedded.EmbeddedServices;
import io.headstart.platform.embedded.StartLog;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real PostgreSQL with all migrations and a real S3 API, started once for the test process by the
 * very code that the program runs. The annotation on this class gives it to every {@code
 * QuarkusTest}: a test class need say nothing. All tests share one database, so each makes teams of
 * its own.
 */
@QuarkusTestResource(RealServices.class)
public final class RealServices implements QuarkusTestResourceLifecycleManager {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private HomeFolder home;
  private EmbeddedServices services;

  @Override
  public Map<String, String> start() {
    home = homeWithModels();
    services = new EmbeddedServices(home, home.key(), new StartLog(System.out));
    services.startDatabase();
    boolean minio = "minio".equals(System.getProperty("test.store"));
    if (!minio) {
      services.startStore();
    }
    Map<String, String> settings = new HashMap<>(services.settings());
    if (minio) {
      settings.put("headstart.storage.endpoint", System.getenv("MINIO_ENDPOINT"));
      settings.put("headstart.storage.access-key", System.getenv("MINIO_ACCESS_KEY"));
      settings.put("headstart.storage.secret-key", System.getenv("MINIO_SECRET_KEY"));
    }
    settings.put("headstart.home", home.root().toString());
    return settings;
  }

  @Override
  public void stop() {
    services.close();
    try {
      delete(home.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty home folder below {@code target}; the unpacked programs are shared by all of them. */
  public static HomeFolder freshHome() {
    try {
      Path programs = Files.createDirectories(TARGET.resolve("test-programs"));
      Path homes = Files.createDirectories(TARGET.resolve("test-homes"));
      HomeFolder home = HomeFolder.open(Files.createTempDirectory(homes, "home"));
      Files.createSymbolicLink(home.programs(), programs);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A {@link #freshHome} in whose object store the base models lie already. */
  public static HomeFolder homeWithModels() {
    HomeFolder home = freshHome();
    try {
      StoredModels.linkInto(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return home;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
