package io.headstart.platform.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where in a JSON body the fault is, without class names of ours. */
@Singleton
class JsonProblems {

  Problem of(JsonProcessingException e) {
    String field = e instanceof JsonMappingException mapping ? path(mapping) : null;
    Problem.Item item = new Problem.Item(field, why(e) + where(e.getLocation()), fix(e));
    return new Problem(400, "json", "The body isn't the JSON that is expected", List.of(item));
  }

  private static String why(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "there is no field \"" + unknown.getPropertyName() + "\"";
    }
    if (e instanceof InvalidFormatException format) {
      return "the value \"" + shortened(String.valueOf(format.getValue())) + "\" doesn't fit";
    }
    if (e instanceof MismatchedInputException mismatch) {
      return path(mismatch) == null
          ? "the body is empty or of another shape"
          : "the value doesn't fit";
    }
    return "the text is no valid JSON";
  }

  private static String fix(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown
        && unknown.getKnownPropertyIds() != null) {
      return "Leave it out; known fields: "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "))
          + ".";
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "Give " + kind(mismatch.getTargetType()) + ".";
    }
    return "Correct the body and send it again.";
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if ((type.isPrimitive() && type != boolean.class) || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == java.util.UUID.class) {
      return "an id of the form 00000000-0000-0000-0000-000000000000";
    }
    return Iterable.class.isAssignableFrom(type) || type.isArray() ? "a list" : "a JSON object";
  }

  private static String where(@Nullable JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  private static @Nullable String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? null : path.startsWith(".") ? path.substring(1) : path;
  }

  private static String shortened(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }
}
