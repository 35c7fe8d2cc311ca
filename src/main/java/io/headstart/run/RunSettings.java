package io.headstart.run;

import io.headstart.catalog.BaseModel;
import io.headstart.dataset.VersionView;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a run, every one of them right.
 *
 * @param version what it learns from
 * @param base the base model
 * @param frozenBlocks the first this many blocks stay as they are
 * @param headLearningRate peak rate of the head, 0 to 1
 * @param bodyLearningRate peak rate of the open blocks, 0 to 1
 * @param epochs 1 to 100
 * @param batchSize 1 to 256
 * @param seed any
 * @param maxTokens 8 to 512, not above what the base model reads; 0 for pictures
 * @param pictures how pictures are read; null for texts
 * @param fromScratch whether training begins with fresh weights; nothing is frozen then
 * @param learning what it is trained for, and when it ends early
 * @param source the finished run that it begins with; null: the base model's or fresh weights
 * @param seeds 1 to 10: how many runs, each with the next seed
 * @param priority which of the team's own runs goes first
 */
record RunSettings(
    VersionView version,
    BaseModel base,
    int frozenBlocks,
    double headLearningRate,
    double bodyLearningRate,
    int epochs,
    int batchSize,
    long seed,
    int maxTokens,
    @Nullable PictureChoice pictures,
    boolean fromScratch,
    LearningChoice learning,
    @Nullable SourceChoice source,
    int seeds,
    Priority priority) {}
