package io.headstart.platform.problem;

import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Broken constraints, as a problem with one item for each field. */
@Singleton
class ValidationProblems {

  /** The problem, or nothing when it's our own answer that breaks a constraint: a fault of ours. */
  Optional<Problem> of(ConstraintViolationException e) {
    List<Problem.Item> items = new ArrayList<>();
    for (ConstraintViolation<?> violation : e.getConstraintViolations()) {
      if (isAnswer(violation)) {
        return Optional.empty();
      }
      items.add(new Problem.Item(field(violation), violation.getMessage(), fix(violation)));
    }
    items.sort(Comparator.comparing(item -> String.valueOf(item.field())));
    String title =
        items.size() == 1 ? "One value isn't right" : items.size() + " values aren't right";
    return Optional.of(new Problem(422, "validation", title, items));
  }

  private static boolean isAnswer(ConstraintViolation<?> violation) {
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.RETURN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** The path as the caller wrote it: without method, and without the argument that is the body. */
  private static String field(ConstraintViolation<?> violation) {
    List<String> names = new ArrayList<>();
    String argument = "";
    for (Path.Node node : violation.getPropertyPath()) {
      switch (node.getKind()) {
        case METHOD, CONSTRUCTOR -> {}
        case PARAMETER -> argument = node.getName();
        default -> names.add(String.valueOf(node));
      }
    }
    return names.isEmpty() ? argument : names.stream().collect(Collectors.joining("."));
  }

  private static String fix(ConstraintViolation<?> violation) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    Map<String, Object> has = violation.getConstraintDescriptor().getAttributes();
    return switch (constraint.annotationType().getSimpleName()) {
      case "NotNull", "NotBlank", "NotEmpty" -> "Give a value.";
      case "Size" -> "Use between " + has.get("min") + " and " + has.get("max") + ".";
      case "Min", "DecimalMin" -> "Use " + has.get("value") + " or more.";
      case "Max", "DecimalMax" -> "Use " + has.get("value") + " or less.";
      case "Positive" -> "Use a number above 0.";
      case "PositiveOrZero" -> "Use 0 or more.";
      case "Email" -> "Give an address such as ada@example.org.";
      default -> "Correct this value.";
    };
  }
}
