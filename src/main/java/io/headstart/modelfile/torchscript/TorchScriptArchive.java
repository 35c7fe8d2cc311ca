package io.headstart.modelfile.torchscript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a module of one class as an archive that PyTorch loads. The class text declares the
 * attributes; that declaration alone says which tensors the archive holds, in which order.
 */
public final class TorchScriptArchive {
  private static final Pattern CLASS = Pattern.compile("^class (\\w+)\\(Module\\):$");
  private static final Pattern ATTRIBUTE = Pattern.compile("^  (\\w+) : (\\w+)$");

  /** Older versions would make PyTorch rewrite operators, such as div. */
  private static final String VERSION = "10\n";

  private final String source;
  private final String className;
  private final Map<String, String> attributes;

  /**
   * @param source text of one class: {@code class Name(Module):}, attributes {@code name : Tensor}
   *     or {@code name : bool} indented by two spaces, methods
   * @throws IllegalArgumentException if the text holds no class
   */
  public TorchScriptArchive(String source) {
    this.source = source;
    this.attributes = new LinkedHashMap<>();
    String found = null;
    for (String line : source.lines().toList()) {
      Matcher head = CLASS.matcher(line);
      Matcher attribute = ATTRIBUTE.matcher(line);
      if (head.matches()) {
        found = head.group(1);
      } else if (attribute.matches()) {
        attributes.put(attribute.group(1), attribute.group(2));
      }
    }
    if (found == null) {
      throw new IllegalArgumentException("the module's text declares no class");
    }
    this.className = found;
  }

  /**
   * Writes the archive; the same content gives the same bytes.
   *
   * @param tensors by attribute: exactly those that the text declares
   * @throws IllegalArgumentException if a declared tensor is missing or one is not declared
   */
  public void write(Path file, Map<String, TorchTensor> tensors) throws IOException {
    check(tensors.keySet());
    List<TorchTensor> storages = new ArrayList<>();
    byte[] data = pickle(tensors, storages);
    try (AlignedZip zip = new AlignedZip(file, "module")) {
      zip.put("data.pkl", data);
      zip.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < storages.size(); i++) {
        zip.put("data/" + i, storages.get(i).bytes());
      }
      zip.put("code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      zip.put("constants.pkl", Pickle.emptyTuple());
      zip.put("version", VERSION.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void check(Set<String> given) {
    Set<String> missing = new TreeSet<>();
    attributes.forEach(
        (name, type) -> {
          if (type.equals("Tensor")) {
            missing.add(name);
          }
        });
    Set<String> unused = new TreeSet<>(given);
    unused.removeAll(missing);
    missing.removeAll(given);
    if (!missing.isEmpty() || !unused.isEmpty()) {
      throw new IllegalArgumentException(
          "weights and module do not fit: missing " + missing + ", not declared " + unused);
    }
  }

  private byte[] pickle(Map<String, TorchTensor> tensors, List<TorchTensor> storages) {
    Pickle pickle = new Pickle();
    pickle.beginObject("__torch__", className);
    attributes.forEach(
        (name, type) -> {
          pickle.text(name);
          switch (type) {
            case "Tensor" -> {
              TorchTensor tensor = Objects.requireNonNull(tensors.get(name));
              pickle.tensor(tensor, storages.size());
              storages.add(tensor);
            }
            case "bool" -> pickle.flag(true);
            default ->
                throw new IllegalArgumentException(
                    "attribute " + name + " has type " + type + ", which is not written");
          }
        });
    pickle.endObject();
    return pickle.end();
  }
}
