package io.headstart.protocol;

/**
 * Settings of a job of kind {@link Protocol#CONVERT}. Input: {@link TrainSpec#ARCHIVE} of the run.
 * Object that it writes: {@link ModelForm#file}. Its outcome's result is a {@link ConvertResult}.
 *
 * @param run number that people see
 * @param form what to make of its archive
 */
public record ConvertSpec(long run, ModelForm form) {}
