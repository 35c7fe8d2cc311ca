package io.headstart.platform;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Where an installation keeps what belongs to this machine: its key, the embedded services' data,
 * the local workers' folders. Only its owner may read it.
 *
 * @param root absolute
 */
public record HomeFolder(Path root) {
  /**
   * Makes the folder where it's missing, closed to other users.
   *
   * @throws StartRefused when it can't be made or written
   */
  public static HomeFolder open(Path root) {
    HomeFolder home = new HomeFolder(root.toAbsolutePath().normalize());
    try {
      makeClosed(home.root);
      for (Path below : new Path[] {home.objects(), home.workers(), home.logs()}) {
        makeClosed(below);
      }
      return home;
    } catch (IOException e) {
      throw new StartRefused(
          "The home folder " + home.root + " can't be written (" + reason(e) + ").",
          "Make it writable for this user, or name another one by HEADSTART_HOME.",
          e);
    }
  }

  private static void makeClosed(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof FileAlreadyExistsException ? message + " is a file" : message;
  }

  /** The embedded PostgreSQL's data. */
  public Path database() {
    return root.resolve("database");
  }

  /** The embedded PostgreSQL's programs, unpacked at the first start; may be deleted. */
  public Path programs() {
    return root.resolve("programs");
  }

  /** The embedded object store's files. */
  public Path objects() {
    return root.resolve("objects");
  }

  /** One folder for each attempt that the local launcher started. */
  public Path workers() {
    return root.resolve("workers");
  }

  /** What the embedded services say. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** The one-time link of the first start, mode 600. */
  public Path setupLink() {
    return root.resolve("setup-link");
  }

  /**
   * The key in {@code <home>/key}, made at the first call.
   *
   * @throws StartRefused when it can't be read, written, or is damaged
   */
  public InstallationKey key() {
    Path file = root.resolve("key");
    try {
      if (Files.notExists(file)) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        writeClosed(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
      }
      return new InstallationKey(Files.readString(file).strip());
    } catch (IOException e) {
      throw new StartRefused(
          "The installation key " + file + " can't be read (" + reason(e) + ").",
          "Make it readable for this user, or set HEADSTART_KEY.",
          e);
    }
  }

  /** Writes a file that only its owner may read, replacing an older one in one step. */
  public static void writeClosed(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(fresh);
    }
    Files.writeString(fresh, text, StandardOpenOption.WRITE);
    Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
