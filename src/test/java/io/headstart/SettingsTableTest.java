package io.headstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import io.headstart.platform.LaunchSettings;
import io.headstart.testsupport.OurClasses;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds README's table of settings against the interfaces that read them. */
class SettingsTableTest {
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(headstart\\.[a-z0-9.<>-]+)` \\| (?:`([^`]*)`)?[^|]*\\|", Pattern.MULTILINE);

  @Test
  void theReadmeNamesEverySettingWithItsDefault() throws IOException {
    Map<String, String> written = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
    while (row.find()) {
      written.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    assertEquals(inCode(), written);
  }

  @Test
  void everySettingIsKnownBeforeTheStart() {
    for (String name : inCode().keySet()) {
      System.setProperty(name, "1");
      try {
        new LaunchSettings().refuseUnknown();
      } finally {
        System.clearProperty(name);
      }
    }
  }

  private static Map<String, String> inCode() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("headstart.home", "~/.headstart");
    settings.put("headstart.key", "");
    OurClasses.ALL.stream()
        .filter(c -> c.isAnnotatedWith(ConfigMapping.class))
        .map(JavaClass::reflect)
        .forEach(c -> add(settings, c.getAnnotation(ConfigMapping.class).prefix(), c));
    return settings;
  }

  private static void add(Map<String, String> settings, String prefix, Class<?> mapping) {
    for (Method method : mapping.getMethods()) {
      WithName named = method.getAnnotation(WithName.class);
      String name = prefix + "." + (named == null ? kebab(method.getName()) : named.value());
      if (method.getReturnType().getEnclosingClass() == mapping) {
        add(settings, name, method.getReturnType());
      } else if (method.getReturnType() == Map.class) {
        Type[] keyAndGroup =
            ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments();
        add(settings, name + ".<class>", (Class<?>) keyAndGroup[1]);
      } else {
        WithDefault value = method.getAnnotation(WithDefault.class);
        settings.put(name, value == null ? "" : value.value());
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
  }
}
