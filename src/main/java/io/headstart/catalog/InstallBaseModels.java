package io.headstart.catalog;

import io.headstart.platform.database.Column;
import io.headstart.platform.tenancy.AcrossTeams;
import io.headstart.storage.ObjectKey;
import io.headstart.storage.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.query.TypedParameterValue;
import org.hibernate.type.StandardBasicTypes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts the base models that ship with Headstart into the object store, once. In the background, so
 * that the start needn't wait; several servers may do it at the same time, with the same result.
 */
@ApplicationScoped
public class InstallBaseModels {
  private static final Logger LOG = Logger.getLogger(InstallBaseModels.class);

  private final ObjectStore store;
  private final AcrossTeams across;

  InstallBaseModels(ObjectStore store, AcrossTeams across) {
    this.store = store;
    this.across = across;
  }

  void atStart(@Observes StartupEvent started) {
    Thread thread = new Thread(this::installAll, "base-models");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Puts those that are missing into place; one that can't be is logged and left out. Who calls it
   * while it goes on waits for its end, and puts nothing a second time.
   */
  public synchronized void installAll() {
    List<String> ids;
    try {
      ids = ShippedModels.ids();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String id : ids) {
      try {
        install(ShippedModels.manifest(id));
      } catch (IOException | RuntimeException e) {
        LOG.errorf(e, "The base model %s can't be put into the object store", id);
      }
    }
  }

  /** Puts one into place where it is missing, or where its manifest says something else by now. */
  synchronized void install(String json) throws IOException {
    Manifest manifest = Manifest.parse(json);
    String folder = manifest.id() + "/" + manifest.model().sha256() + "/";
    Map<ObjectKey, Manifest.Source> files = new LinkedHashMap<>();
    ObjectKey model = ObjectKey.ofCatalog(folder + "model.onnx");
    files.put(model, manifest.model());
    Manifest.Source source = manifest.tokenizer();
    ObjectKey tokenizer = source == null ? null : ObjectKey.ofCatalog(folder + "tokenizer.json");
    if (source != null && tokenizer != null) {
      files.put(tokenizer, source);
    }
    if (isRecorded(manifest.id(), json)
        && files.entrySet().stream().allMatch(file -> isThere(file.getKey(), file.getValue()))) {
      return;
    }
    LOG.infof(
        "Putting the base model %s (%d MB) into the object store",
        manifest.name(), manifest.model().size() / 1_000_000);
    for (Map.Entry<ObjectKey, Manifest.Source> file : files.entrySet()) {
      if (!isThere(file.getKey(), file.getValue())) {
        put(file.getKey(), file.getValue());
      }
    }
    record(json, manifest, model, tokenizer);
    LOG.infof("The base model %s is ready", manifest.name());
  }

  private boolean isRecorded(String id, String json) {
    return across.inTransaction(
        session ->
            !Column.of(
                    session,
                    "select 1 from base_models where id = ?1 and manifest = cast(?2 as jsonb)",
                    Integer.class)
                .setParameter(1, id)
                .setParameter(2, json)
                .getResultList()
                .isEmpty());
  }

  private boolean isThere(ObjectKey key, Manifest.Source source) {
    return store.stat(key).filter(found -> found.size() == source.size()).isPresent();
  }

  private void put(ObjectKey key, Manifest.Source source) throws IOException {
    try (InputStream resource = ShippedModels.open(source.resource());
        DigestInputStream content = new DigestInputStream(resource, sha256())) {
      store.put(key, content, "application/octet-stream");
      String found = HexFormat.of().formatHex(content.getMessageDigest().digest());
      if (!found.equals(source.sha256())) {
        store.delete(key);
        throw new IOException(
            source.resource() + " has the SHA-256 " + found + ", not " + source.sha256());
      }
    }
  }

  private void record(
      String json, Manifest manifest, ObjectKey model, @Nullable ObjectKey tokenizer) {
    Manifest.Source source = manifest.tokenizer();
    across.run(
        session ->
            session
                .createNativeMutationQuery(
                    """
                    insert into base_models (id, manifest, model_key, model_size, model_sha256,
                        tokenizer_key, tokenizer_size, tokenizer_sha256)
                      values (?1, cast(?2 as jsonb), ?3, ?4, ?5, ?6, ?7, ?8)
                    on conflict (id) do update set manifest = excluded.manifest,
                      model_key = excluded.model_key, model_size = excluded.model_size,
                      model_sha256 = excluded.model_sha256, tokenizer_key = excluded.tokenizer_key,
                      tokenizer_size = excluded.tokenizer_size,
                      tokenizer_sha256 = excluded.tokenizer_sha256
                    """)
                .setParameter(1, manifest.id())
                .setParameter(2, json)
                .setParameter(3, model.value())
                .setParameter(4, manifest.model().size())
                .setParameter(5, manifest.model().sha256())
                .setParameter(
                    6,
                    new TypedParameterValue<>(
                        StandardBasicTypes.STRING, tokenizer == null ? null : tokenizer.value()))
                .setParameter(
                    7,
                    new TypedParameterValue<>(
                        StandardBasicTypes.LONG, source == null ? null : source.size()))
                .setParameter(
                    8,
                    new TypedParameterValue<>(
                        StandardBasicTypes.STRING, source == null ? null : source.sha256()))
                .executeUpdate());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
