package io.headstart.job;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of jobs that this installation knows. */
@ApplicationScoped
public class JobKinds {
  private final Map<String, JobKind> kinds;

  JobKinds(@All List<JobKind> kinds) {
    this.kinds = kinds.stream().collect(Collectors.toMap(JobKind::name, Function.identity()));
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public JobKind named(String name) {
    var kind = kinds.get(name);
    if (kind == null) {
      throw new IllegalArgumentException("no kind of job is named " + name);
    }
    return kind;
  }
}
