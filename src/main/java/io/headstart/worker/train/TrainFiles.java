package io.headstart.worker.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Local files of a run.
 *
 * @param model the base model, ONNX
 * @param tokenizer its {@code tokenizer.json}; null for pictures
 * @param pictures the archive that has the pictures; null for texts
 * @param source archive of the run whose weights training begins with; null: none
 * @param seen rows that runs before this one learned from, where they are others than these
 * @param features what the frozen part says of the examples, left by a run before; null: none
 * @param rows the data set, JSON lines of {@link io.headstart.protocol.Example}
 * @param scratch an existing folder for what is needed only while the run goes on
 * @param output an existing folder; the results appear in it under the names that {@link
 *     io.headstart.protocol.TrainSpec} defines
 * @param resume a folder with the files of a checkpoint, or null to begin
 */
public record TrainFiles(
    Path model,
    @Nullable Path tokenizer,
    @Nullable Path pictures,
    @Nullable Path source,
    List<Path> seen,
    @Nullable Path features,
    Path rows,
    Path scratch,
    Path output,
    @Nullable Path resume) {}
