package io.headstart.storage;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's own way to the objects. Blocking: never call it on an event loop or inside a
 * transaction. Thread-safe. Every method throws {@link StorageUnavailable} when the store doesn't
 * do its part.
 */
@Singleton
public class ObjectStore {
  /** Bytes of a part; small enough for the embedded store, which keeps a part in memory. */
  private static final long PART = 10L << 20;

  private static final int NOT_FOUND = 404;
  private static final int NOT_SATISFIABLE = 416;

  private final StoreClient client;

  ObjectStore(StoreClient client) {
    this.client = client;
  }

  /** Size and time of an object; empty when there's none. */
  public Optional<StoredObject> stat(ObjectKey key) {
    try {
      StatObjectResponse found =
          client
              .own()
              .statObject(
                  StatObjectArgs.builder().bucket(client.bucket()).object(key.value()).build());
      return Optional.of(new StoredObject(key, found.size(), found.lastModified().toInstant()));
    } catch (ErrorResponseException e) {
      if (e.response().code() == NOT_FOUND) {
        return Optional.empty();
      }
      throw new StorageUnavailable("Can't look up " + key, e);
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't look up " + key, e);
    }
  }

  /** The whole object as a stream; the caller closes it. Empty when there's no such object. */
  public Optional<InputStream> get(ObjectKey key) {
    return get(GetObjectArgs.builder().bucket(client.bucket()).object(key.value()).build(), key);
  }

  /**
   * A part of the object as a stream; the caller closes it. Empty when there's no such object, or
   * it ends before the part begins.
   *
   * @param offset first byte
   * @param length bytes at most, at least 1
   */
  public Optional<InputStream> get(ObjectKey key, long offset, long length) {
    return get(
        GetObjectArgs.builder()
            .bucket(client.bucket())
            .object(key.value())
            .offset(offset)
            .length(length)
            .build(),
        key);
  }

  private Optional<InputStream> get(GetObjectArgs what, ObjectKey key) {
    try {
      return Optional.of(client.own().getObject(what));
    } catch (ErrorResponseException e) {
      if (e.response().code() == NOT_FOUND || e.response().code() == NOT_SATISFIABLE) {
        return Optional.empty();
      }
      throw new StorageUnavailable("Can't read " + key, e);
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't read " + key, e);
    }
  }

  /**
   * Writes an object, replacing an older one.
   *
   * @param content read to its end, not closed
   * @param contentType such as {@code application/octet-stream}
   */
  public void put(ObjectKey key, InputStream content, String contentType) {
    try {
      client
          .own()
          .putObject(
              PutObjectArgs.builder().bucket(client.bucket()).object(key.value()).stream(
                      content, -1L, PART)
                  .contentType(contentType)
                  .build());
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't write " + key, e);
    }
  }

  /** Writes a file as an object, replacing an older one. */
  public void put(ObjectKey key, Path file, String contentType) throws IOException {
    if (Files.size(file) == 0) {
      put(key, InputStream.nullInputStream(), contentType);
      return;
    }
    try {
      client
          .own()
          .uploadObject(
              UploadObjectArgs.builder()
                  .bucket(client.bucket())
                  .object(key.value())
                  .filename(file.toString(), PART)
                  .contentType(contentType)
                  .build());
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't write " + key, e);
    }
  }

  /** Deletes an object; one that isn't there is no error. */
  public void delete(ObjectKey key) {
    try {
      client
          .own()
          .removeObject(
              RemoveObjectArgs.builder().bucket(client.bucket()).object(key.value()).build());
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't delete " + key, e);
    }
  }

  /** Deletes all objects below {@code <folder>/}. */
  public void deleteBelow(ObjectKey folder) {
    list(folder).forEach(object -> delete(object.key()));
  }

  /** All objects below {@code <folder>/}, in the order of their names. */
  public List<StoredObject> list(ObjectKey folder) {
    ListObjectsArgs what =
        ListObjectsArgs.builder()
            .bucket(client.bucket())
            .prefix(folder.value() + "/")
            .recursive(true)
            .build();
    try {
      List<StoredObject> found = new ArrayList<>();
      for (Result<Item> result : client.own().listObjects(what)) {
        Item item = result.get();
        found.add(
            new StoredObject(
                new ObjectKey(item.objectName()), item.size(), item.lastModified().toInstant()));
      }
      return found;
    } catch (MinioException e) {
      throw new StorageUnavailable("Can't list " + folder, e);
    }
  }
}
