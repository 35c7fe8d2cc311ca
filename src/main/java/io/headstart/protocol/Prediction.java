package io.headstart.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the trained model and the baseline without transfer said of one example.
 *
 * @param id the example's {@link Example#id()}
 * @param split validation or test
 * @param label its true class, an index into {@link TrainSpec#classes()}
 * @param predicted the run's answer
 * @param probabilities of each class, in the order of the classes
 * @param baseline the answer of the baseline without transfer
 * @param headOnly the answer of {@link TrainResult#headOnly}, or null where there is none
 */
public record Prediction(
    long id,
    Split split,
    int label,
    int predicted,
    List<Float> probabilities,
    int baseline,
    @Nullable Integer headOnly) {}
