package io.headstart.dataset;

import io.headstart.platform.problem.Problem;
import io.headstart.platform.tenancy.TeamContext;
import io.headstart.platform.tenancy.TeamWork;
import io.headstart.protocol.CheckSpec;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.headstart.storage.StorageUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads a small version of a picture as a worker wrote it; nothing is decoded here. */
@ApplicationScoped
public class ReadThumbnail {
  /** A JPEG of 96 pixels a side has about 3 KB. */
  private static final int LARGEST = 64 << 10;

  private final Datasets datasets;
  private final DatasetChecks checks;
  private final ObjectStore store;
  private final TeamContext context;
  private final TeamWork work;

  ReadThumbnail(
      Datasets datasets,
      DatasetChecks checks,
      ObjectStore store,
      TeamContext context,
      TeamWork work) {
    this.datasets = datasets;
    this.checks = checks;
    this.store = store;
    this.context = context;
    this.work = work;
  }

  /**
   * A JPEG. Must be called outside any transaction.
   *
   * @param dataset number of the data set
   * @param check number of the check within it
   * @param id of the picture, from 1
   * @throws Problem 404 when the check kept no such picture
   */
  public byte[] read(long dataset, long check, long id) {
    DatasetCheck found =
        work.call(
            context.team(),
            () ->
                datasets
                    .numbered(dataset)
                    .flatMap(owner -> checks.numbered(owner, check))
                    .filter(one -> one.rowsKey != null)
                    .orElseThrow(Problem::notFound));
    if (id < 1 || id > Integer.MAX_VALUE) {
      throw Problem.notFound();
    }
    ByteBuffer place =
        ByteBuffer.wrap(
            part(
                found,
                CheckSpec.THUMBNAIL_INDEX,
                (id - 1) * CheckSpec.THUMBNAIL_ENTRY,
                CheckSpec.THUMBNAIL_ENTRY));
    long offset = place.getLong();
    int length = place.getInt();
    if (offset < 0 || length < 1 || length > LARGEST) {
      throw Problem.notFound();
    }
    return part(found, CheckSpec.THUMBNAILS, offset, length);
  }

  private byte[] part(DatasetCheck check, String name, long offset, int length) {
    ObjectKey key = Objects.requireNonNull(check.written(name), "a check with rows");
    try (InputStream in = store.get(key, offset, length).orElseThrow(Problem::notFound)) {
      byte[] content = in.readNBytes(length);
      if (content.length < length) {
        throw Problem.notFound();
      }
      return content;
    } catch (IOException e) {
      throw new StorageUnavailable("Can't read " + key, e);
    }
  }
}
