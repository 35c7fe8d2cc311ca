package io.headstart.dispatch;

import io.headstart.job.AttemptObjects;
import io.headstart.job.AttemptRef;
import io.headstart.platform.problem.Problem;
import io.headstart.protocol.ManifestEntry;
import io.headstart.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Sees that objects lie in the store as they were declared: the key is there with the size, and the
 * checksum is the one that the server signed for that key (the store refused any other content).
 * Asks the store, so never inside a transaction.
 */
@ApplicationScoped
public class ObjectVerifier {
  private static final int MOST_FILES = 200;

  private final ObjectStore store;

  ObjectVerifier(ObjectStore store) {
    this.store = store;
  }

  /**
   * Verifies all of them.
   *
   * @param signed what the server signed for this attempt, by name
   * @throws Problem 422 {@code manifest-wrong} naming each file that is not as declared
   */
  public void verify(
      AttemptRef attempt, List<ManifestEntry> files, Map<String, ManifestEntry> signed) {
    var wrong = new ArrayList<Problem.Item>();
    if (files.size() > MOST_FILES) {
      wrong.add(
          new Problem.Item(
              "files", "more than " + MOST_FILES + " files", "write fewer, larger ones"));
    }
    var names = new HashSet<String>();
    for (var file : wrong.isEmpty() ? files : List.<ManifestEntry>of()) {
      if (!names.add(file.name())) {
        wrong.add(new Problem.Item(file.name(), "named twice", "name each file once"));
      } else if (!file.equals(signed.get(file.name()))) {
        wrong.add(
            new Problem.Item(
                file.name(),
                "no upload with this size and checksum was asked for",
                "ask for it at /uploads first"));
      } else {
        check(attempt, file, wrong);
      }
    }
    if (!wrong.isEmpty()) {
      throw new Problem(
          422, "manifest-wrong", "Not every file lies in the store as declared", wrong);
    }
  }

  private void check(AttemptRef attempt, ManifestEntry file, List<Problem.Item> wrong) {
    var found = store.stat(AttemptObjects.folder(attempt).below(file.name()));
    if (found.isEmpty()) {
      wrong.add(new Problem.Item(file.name(), "not in the store", "upload it first"));
    } else if (found.get().size() != file.size()) {
      wrong.add(
          new Problem.Item(
              file.name(),
              "has %d bytes in the store, %d were declared"
                  .formatted(found.get().size(), file.size()),
              "upload it under another name"));
    }
  }
}
